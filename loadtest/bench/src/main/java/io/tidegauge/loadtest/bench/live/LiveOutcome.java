package io.tidegauge.loadtest.bench.live;

import io.tidegauge.loadtest.bench.measure.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of a system.
 *
 * @param system its name
 * @param version which version of it
 * @param feeds how many there were
 * @param subscribers how many, all connected when it was measured
 * @param rounds that count
 * @param bytesPerConnection of the processes that have the connections, when all were there the
 *     first time; without what the kernel keeps
 */
record LiveOutcome(
    String system,
    String version,
    int feeds,
    int subscribers,
    List<Turn> rounds,
    long bytesPerConnection) {

  /** Copies the list. */
  LiveOutcome {
    rounds = List.copyOf(rounds);
  }

  Spread over(ToDoubleFunction<Turn> figure) {
    return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
  }
}
