package io.tidegauge.processor.replay;

import io.tidegauge.contract.topic.Topics;
import java.io.IOException;
import java.util.Set;

/**
 * Partitions of a tenant that had an overflow series in a day: raw samples do not tell which series
 * counted them, so its windows of that day stay as they are, as they do for the reviser.
 */
final class Overflow {

  private final ReplaySamples samples;
  private final int partitions;
  private String tenant = "";
  private Set<Integer> overflowed = Set.of();

  Overflow(ReplaySamples samples, int partitions) {
    this.samples = samples;
    this.partitions = partitions;
  }

  /** The partition of a series. */
  int partition(SeriesOfDay series) {
    return Topics.partition(series.id().low(), partitions);
  }

  /** Asked tenant by tenant. */
  boolean isIn(SeriesOfDay series, long day) throws IOException, InterruptedException {
    if (!series.tenant().equals(tenant)) {
      tenant = series.tenant();
      overflowed = samples.overflowed(tenant, day);
    }
    return overflowed.contains(partition(series));
  }
}
