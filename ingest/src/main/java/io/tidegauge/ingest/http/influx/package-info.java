/** InfluxDB line protocol (docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol). */
@NullMarked
package io.tidegauge.ingest.http.influx;

import org.jspecify.annotations.NullMarked;
