package io.tidegauge.loadtest.bench.live;

import io.tidegauge.loadtest.bench.report.Grid;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Figures of live feeds, side by side. */
final class LiveTable {

  private static final double KIB = 1 << 10;

  private final List<LiveOutcome> outcomes;
  private final Grid grid;

  private LiveTable(List<LiveOutcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
    this.grid = new Grid(outcomes.stream().map(LiveOutcome::system).toList());
  }

  static String of(List<LiveOutcome> outcomes) {
    LiveTable table = new LiveTable(outcomes);
    table.spread("CPU-seconds a million events", "%.2f", Turn::cpuSecondsPerMillion);
    table.spread("delivered, % of what was to be", "%.2f", Turn::percentDelivered);
    table.spread("events delivered a second", "%,.0f", Turn::deliveredPerSecond);
    table.spread("delivery p50, ms", "%.1f", Turn::p50Millis);
    table.spread("delivery p99, ms", "%.1f", Turn::p99Millis);
    table.spread("delivery p99.9, ms", "%.1f", Turn::p999Millis);
    table.memory();
    table.spread("bytes an event", "%.0f", Turn::bytesPerDelivery);
    table.spread("CPU-seconds a million of readers here", "%.2f", Turn::loadCpuSecondsPerMillion);
    table.own(
        "CPU-seconds a million of our other processes", "%.2f", Turn::otherCpuSecondsPerMillion);
    if (outcomes.getFirst().over(Turn::samplesPerSecond).most() > 0) {
      table.own("samples a second besides", "%,.0f", Turn::samplesPerSecond);
    }
    return table.grid.text();
  }

  private void spread(String title, String format, ToDoubleFunction<Turn> figure) {
    grid.spreads(title, format, outcomes.stream().map(outcome -> outcome.over(figure)).toList());
  }

  private void own(String title, String format, ToDoubleFunction<Turn> figure) {
    grid.own(title, Grid.text(outcomes.getFirst().over(figure), format));
  }

  private void memory() {
    List<Double> figures =
        outcomes.stream().map(outcome -> outcome.bytesPerConnection() / KIB).toList();
    grid.row(
        "memory a connection, KiB",
        figures,
        figures.stream().map(figure -> String.format(Locale.ROOT, "%.1f", figure)).toList());
  }
}
