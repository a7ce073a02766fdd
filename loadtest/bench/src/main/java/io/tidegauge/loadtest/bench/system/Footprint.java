package io.tidegauge.loadtest.bench.system;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What samples take on disk, bytes.
 *
 * @param data the samples themselves
 * @param columns of these, the largest first, as far as it is told; what is missing is what finds
 *     rows in them
 * @param index what finds them: which series there are, with their labels
 * @param beside what is kept besides the samples, by what it is
 */
public record Footprint(
    long data, Map<String, Long> columns, long index, Map<String, Long> beside) {

  /** Copies the maps. */
  public Footprint {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    beside = Map.copyOf(beside);
  }

  /** Samples with what finds them. */
  public long samples() {
    return data + index;
  }
}
