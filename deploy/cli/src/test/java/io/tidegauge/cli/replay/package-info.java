/** Tests of {@code tidegauge replay} as its users run it. */
@NullMarked
package io.tidegauge.cli.replay;

import org.jspecify.annotations.NullMarked;
