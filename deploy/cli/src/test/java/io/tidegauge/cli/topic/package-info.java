/** Tests of {@code tidegauge topic}. */
@NullMarked
package io.tidegauge.cli.topic;

import org.jspecify.annotations.NullMarked;
