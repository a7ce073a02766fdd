/** Tests of {@code tidegauge rejects}. */
@NullMarked
package io.tidegauge.cli.reject;

import org.jspecify.annotations.NullMarked;
