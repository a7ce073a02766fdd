package io.tidegauge.loadtest.bench.report;

import io.tidegauge.loadtest.bench.round.Outcome;
import io.tidegauge.loadtest.bench.round.Round;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Figures of several systems side by side: medians with the lowest and highest in brackets, and how
 * many times a peer's figure ours is. The first system is ours.
 */
public final class Table {

  private static final double MIB = 1 << 20;

  private final Grid<Outcome> grid;

  private Table(List<Outcome> outcomes) {
    this.grid = new Grid<>(outcomes, Outcome::system);
  }

  /** The figures of ingest. */
  public static String ingest(List<Outcome> outcomes) {
    Table table = new Table(outcomes);
    table.spread("samples/s, accepted", "%,.0f", Round::samplesPerSecond);
    table.costs();
    return table.grid.text();
  }

  /** The figures of a pipeline: with the time until all is where it belongs. */
  public static String pipeline(List<Outcome> outcomes) {
    Table table = new Table(outcomes);
    table.spread("samples/s, accepted", "%,.0f", Round::samplesPerSecond);
    table.spread("samples/s, until stored", "%,.0f", Round::samplesPerSecondDone);
    table.costs();
    return table.grid.text();
  }

  private void spread(String title, String format, ToDoubleFunction<Round> figure) {
    grid.spread(title, format, outcome -> outcome.over(figure));
  }

  private void costs() {
    Outcome ours = grid.ours();
    spread("samples a CPU-second", "%,.0f", Round::samplesPerCpuSecond);
    for (String process : ours.peakBytes().keySet()) {
      grid.own(
          "  of its " + process,
          Grid.text(ours.over(round -> round.samplesPerCpuSecond(process)), "%,.0f"));
    }
    spread("answer p50, ms", "%.1f", Round::p50Millis);
    spread("answer p99, ms", "%.1f", Round::p99Millis);
    spread("answer p99.9, ms", "%.1f", Round::p999Millis);
    grid.plain("peak memory, MiB", "%,.0f", outcome -> outcome.peak() / MIB);
    ours.peakBytes()
        .forEach(
            (process, bytes) ->
                grid.own("  of its " + process, String.format(Locale.ROOT, "%,.0f", bytes / MIB)));
    grid.plain("bytes a sample, on disk", "%.2f", Outcome::bytesPerSample);
    ours.bytesOnDisk()
        .forEach(
            (store, bytes) ->
                grid.own(
                    "  of its " + store,
                    String.format(Locale.ROOT, "%.2f", (double) bytes / ours.samples())));
  }
}
