package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.loadtest.bench.report.Grid;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of several systems that caught up, side by side; ours is the first. */
final class WindowingTable {

  private static final double MIB = 1 << 20;

  private final List<WindowingOutcome> outcomes;
  private final Grid grid;

  private WindowingTable(List<WindowingOutcome> outcomes) {
    this.outcomes = outcomes;
    this.grid = new Grid(outcomes.stream().map(WindowingOutcome::system).toList());
  }

  static String of(List<WindowingOutcome> outcomes) {
    WindowingTable table = new WindowingTable(outcomes);
    table.rows();
    return table.grid.text();
  }

  private void rows() {
    figure("samples/s", "%,.0f", WindowingRound::samplesPerSecond);
    figure(
        "samples a CPU-second",
        "%,.0f",
        round -> round.samplesPerCpuSecond(WindowingRound.PROCESSOR));
    figure("  with the broker's", "%,.0f", WindowingRound::samplesPerCpuSecond);
    figure("peak memory, MiB", "%,.0f", round -> peak(round.peakBytes()) / MIB);
    figure("heap after collection, MiB", "%,.0f", round -> round.liveHeapBytes() / MIB);
    grid.spreads(
        "  bytes a series",
        "%,.0f",
        outcomes.stream().map(WindowingOutcome::heapPerSeries).toList());
    WindowingOutcome ours = outcomes.getFirst();
    grid.own(
        "  of it closed children",
        Grid.text(
            ours.over(
                round ->
                    (double) round.memory().getOrDefault("closedChildren", 0L) / ours.series()),
            "%,.0f"));
  }

  private static double peak(Map<String, Long> bytes) {
    return bytes.getOrDefault(WindowingRound.PROCESSOR, 0L);
  }

  private void figure(String title, String format, ToDoubleFunction<WindowingRound> figure) {
    grid.spreads(title, format, outcomes.stream().map(outcome -> outcome.over(figure)).toList());
  }
}
