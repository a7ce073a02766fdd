@NullMarked
package io.tidegauge.processor.sink.clickhouse;

import org.jspecify.annotations.NullMarked;
