package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.loadtest.bench.measure.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of a system.
 *
 * @param system its name
 * @param version which version of it
 * @param series how many there are
 * @param idleHeapBytes what is in its heap before there is any sample, after a full collection
 * @param rounds of it
 * @param audit what was compared with what it was given; empty where it never came to the end
 */
record WindowingOutcome(
    String system,
    String version,
    int series,
    long idleHeapBytes,
    List<WindowingRound> rounds,
    String audit) {

  /** A figure over all rounds. */
  Spread over(ToDoubleFunction<WindowingRound> figure) {
    return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
  }

  /** Bytes of heap for a series, over what it takes without any. */
  Spread heapPerSeries() {
    return over(round -> (double) (round.liveHeapBytes() - idleHeapBytes) / series);
  }
}
