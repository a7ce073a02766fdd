/** Raw samples into ClickHouse, exactly once. */
@NullMarked
package io.tidegauge.processor.sink.raw;

import org.jspecify.annotations.NullMarked;
