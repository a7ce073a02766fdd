package io.tidegauge.loadtest.bench.storage;

import io.tidegauge.loadtest.bench.system.Footprint;

/**
 * What a system made of a data set.
 *
 * @param dataSet its name
 * @param system its name
 * @param version which version of it
 * @param samples that it holds
 * @param series that they are of
 * @param settled once it was quiet
 * @param merged once it had merged all, as it was told to
 * @param audit what was compared with what was sent
 */
record Stored(
    String dataSet,
    String system,
    String version,
    long samples,
    int series,
    Footprint settled,
    Footprint merged,
    String audit) {

  /** Bytes for a sample. */
  double each(long bytes) {
    return (double) bytes / samples;
  }
}
