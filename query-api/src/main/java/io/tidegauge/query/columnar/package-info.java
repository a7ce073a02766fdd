/** Rollups as columns: the Arrow IPC stream and Parquet. */
@NullMarked
package io.tidegauge.query.columnar;

import org.jspecify.annotations.NullMarked;
