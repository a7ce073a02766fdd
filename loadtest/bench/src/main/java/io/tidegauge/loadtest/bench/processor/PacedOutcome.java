package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.loadtest.bench.measure.Spread;
import io.tidegauge.loadtest.bench.report.Grid;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of a paced load.
 *
 * @param system its name
 * @param version which version of it
 * @param series how many there are
 * @param rounds of it
 * @param liveHeapBytes what is in its heap in the end, after a full collection
 */
record PacedOutcome(
    String system, String version, int series, List<PacedRound> rounds, long liveHeapBytes) {

  private static final double MIB = 1 << 20;

  /** As a table. */
  String table() {
    Grid grid = new Grid(List.of(system));
    figure(grid, "samples/s, written", "%,.0f", round -> round.samples() / round.seconds());
    figure(grid, "cores, processor", "%.3f", round -> round.cores(WindowingRound.PROCESSOR));
    figure(grid, "cores, broker", "%.3f", round -> round.cores(WindowingRound.BROKER));
    figure(
        grid,
        "samples a CPU-second",
        "%,.0f",
        round -> round.samples() / round.cpuSeconds().getOrDefault(WindowingRound.PROCESSOR, 0.0));
    figure(grid, "behind, samples", "%,.0f", PacedRound::behind);
    figure(
        grid,
        "peak memory, MiB",
        "%,.0f",
        round -> round.peakBytes().getOrDefault(WindowingRound.PROCESSOR, 0L) / MIB);
    grid.own("heap after collection, MiB", "%,.0f".formatted(liveHeapBytes / MIB));
    return grid.text();
  }

  private void figure(Grid grid, String title, String format, ToDoubleFunction<PacedRound> figure) {
    grid.spreads(
        title, format, List.of(Spread.of(rounds.stream().map(figure::applyAsDouble).toList())));
  }
}
