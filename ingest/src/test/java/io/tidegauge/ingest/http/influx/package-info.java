/** Tests. */
@NullMarked
package io.tidegauge.ingest.http.influx;

import org.jspecify.annotations.NullMarked;
