package io.tidegauge.loadtest.bench.system;

import java.util.Map;

/**
 * What samples take on disk, bytes.
 *
 * @param data the samples themselves
 * @param index what finds them: which series there are, with their labels
 * @param beside what is kept besides the samples, by what it is
 */
public record Footprint(long data, long index, Map<String, Long> beside) {

  /** Copies the map. */
  public Footprint {
    beside = Map.copyOf(beside);
  }

  /** Samples with what finds them. */
  public long samples() {
    return data + index;
  }
}
