/** Tests of what the sinks note of their blocks. */
@NullMarked
package io.tidegauge.processor.sink.block;

import org.jspecify.annotations.NullMarked;
