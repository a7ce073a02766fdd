/** ClickHouse over its HTTP interface: inserts, and the schema at start. */
@NullMarked
package io.tidegauge.processor.sink.clickhouse;

import org.jspecify.annotations.NullMarked;
