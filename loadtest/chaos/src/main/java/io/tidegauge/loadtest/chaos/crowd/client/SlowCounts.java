package io.tidegauge.loadtest.chaos.crowd.client;

import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * What slow readers went through, all together. Thread-safe.
 *
 * @param conflated changes that they were not shown, but a later one of the same series
 * @param lags frames that said how far they lagged
 * @param longestLag the longest that they were told, seconds
 * @param endings connections that ended
 * @param resets times that they were told to begin anew
 * @param others events that are none of the feed, such as unavailable
 */
public record SlowCounts(
    LongAdder conflated,
    LongAdder lags,
    DoubleAccumulator longestLag,
    LongAdder endings,
    LongAdder resets,
    LongAdder others) {

  /** Nothing yet. */
  public SlowCounts() {
    this(
        new LongAdder(),
        new LongAdder(),
        new DoubleAccumulator(Math::max, 0),
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
  }

  void lagged(double seconds) {
    lags.increment();
    longestLag.accumulate(seconds);
  }
}
