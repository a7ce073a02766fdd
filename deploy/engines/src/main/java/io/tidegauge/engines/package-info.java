/** Kafka, ClickHouse, Redis and PostgreSQL, really running, started without Docker. */
@NullMarked
package io.tidegauge.engines;

import org.jspecify.annotations.NullMarked;
