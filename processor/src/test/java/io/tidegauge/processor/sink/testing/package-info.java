/** What the sinks' tests share. */
@NullMarked
package io.tidegauge.processor.sink.testing;

import org.jspecify.annotations.NullMarked;
