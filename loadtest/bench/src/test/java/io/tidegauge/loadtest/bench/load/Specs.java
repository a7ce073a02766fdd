package io.tidegauge.loadtest.bench.load;

import io.tidegauge.loadtest.body.ValueMix;
import java.time.Duration;
import java.util.List;

/** Loads of tests. */
final class Specs {

  private Specs() {}

  /** A small one. */
  static LoadSpec of(int series, long seed) {
    return of(series, seed, Duration.ofSeconds(15));
  }

  /** The same, with an interval of its own. */
  static LoadSpec of(int series, long seed, Duration interval) {
    return new LoadSpec(
        series, 6, List.of(40, 9, 4, 3, 12), 20, 90, 4, interval, seed, ValueMix.MIXED);
  }
}
