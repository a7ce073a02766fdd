package io.tidegauge.loadtest.bench.recovery;

import io.tidegauge.loadtest.bench.measure.Spread;
import io.tidegauge.loadtest.bench.system.Installation;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All rounds.
 *
 * @param system its name
 * @param version which version of it
 * @param series that the processor had
 * @param aotCache whether services started with their ahead-of-time caches
 * @param starts of each service, by its name
 * @param kills of a processor, by how many standbys there were
 */
record RecoveryOutcome(
    String system,
    String version,
    long series,
    boolean aotCache,
    Map<String, List<Installation.Start>> starts,
    Map<Integer, List<Kill>> kills) {

  static <T> Spread over(List<T> rounds, ToDoubleFunction<T> figure) {
    return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
  }
}
