package io.tidegauge.loadtest.bench.recovery;

import io.tidegauge.loadtest.bench.measure.Spread;
import io.tidegauge.loadtest.bench.report.Grid;
import io.tidegauge.loadtest.bench.system.Installation;
import java.util.List;

/** Seconds of starts and recoveries. */
final class RecoveryTable {

  private RecoveryTable() {}

  static String of(RecoveryOutcome outcome) {
    Grid grid = new Grid(List.of(outcome.system()));
    outcome
        .starts()
        .forEach(
            (service, starts) -> {
              row(
                  grid,
                  service + ", start to ready, s",
                  RecoveryOutcome.over(starts, Installation.Start::seconds));
              row(
                  grid,
                  "  CPU-seconds of it",
                  RecoveryOutcome.over(starts, Installation.Start::cpuSeconds));
            });
    outcome
        .kills()
        .forEach(
            (standbys, kills) -> {
              row(
                  grid,
                  "processor, killed to live again, s, " + title(standbys),
                  RecoveryOutcome.over(kills, Kill::liveSeconds));
              row(grid, "  to ready again", RecoveryOutcome.over(kills, Kill::readySeconds));
            });
    return grid.text();
  }

  private static void row(Grid grid, String title, Spread spread) {
    grid.own(title, Grid.text(spread, "%.1f"));
  }

  static String title(int standbys) {
    return standbys == 0 ? "without a standby" : "with a standby";
  }
}
