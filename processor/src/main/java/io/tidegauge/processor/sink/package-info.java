/** The sinks: from the topics to ClickHouse and Redis. */
@NullMarked
package io.tidegauge.processor.sink;

import org.jspecify.annotations.NullMarked;
