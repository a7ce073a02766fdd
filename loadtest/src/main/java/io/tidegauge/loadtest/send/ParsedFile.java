package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.model.LoadSample;
import java.time.Instant;
import java.util.List;

/**
 * The samples of a file.
 *
 * @param samples in the order of the file
 * @param repeated rows that were left out because they repeat a timestamp with another value
 */
record ParsedFile(List<LoadSample> samples, long repeated) {

  /** All samples moved by the same time, so that the newest is at {@code newest}. */
  List<LoadSample> shiftedTo(Instant newest) {
    long last = samples.stream().mapToLong(LoadSample::timestamp).max().orElse(0);
    long shift = newest.toEpochMilli() - last;
    return samples.stream().map(sample -> sample.shifted(shift)).toList();
  }
}
