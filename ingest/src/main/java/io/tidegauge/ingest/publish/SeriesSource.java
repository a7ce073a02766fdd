package io.tidegauge.ingest.publish;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import org.jspecify.annotations.Nullable;

/** An admitted series with its samples, to be written into the record of its partition. */
public interface SeriesSource {

  /** How many samples it has. */
  int sampleCount();

  /** The W3C traceparent of the request that it came in; null where it had none. */
  @Nullable String traceparent();

  /**
   * Writes the series with the samples {@code from} (inclusive) to {@code to} (exclusive). Called
   * with the partition's lock held: only writes, never waits.
   */
  void write(SamplesRecordWriter writer, int from, int to);
}
