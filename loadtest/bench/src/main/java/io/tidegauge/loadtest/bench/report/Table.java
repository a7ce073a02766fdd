package io.tidegauge.loadtest.bench.report;

import io.tidegauge.loadtest.bench.measure.Spread;
import io.tidegauge.loadtest.bench.round.Outcome;
import io.tidegauge.loadtest.bench.round.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Figures of several systems side by side: medians with the lowest and highest in brackets, and how
 * many times a peer's figure ours is. The first system is ours.
 */
public final class Table {

  private static final double MIB = 1 << 20;

  private final List<Outcome> outcomes;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<Outcome> outcomes) {
    this.outcomes = outcomes;
  }

  /** The figures of ingest. */
  public static String ingest(List<Outcome> outcomes) {
    Table table = new Table(outcomes);
    table.head();
    table.spread("samples/s, accepted", "%,.0f", Round::samplesPerSecond);
    table.costs();
    return table.text();
  }

  /** The figures of a pipeline: with the time until all is where it belongs. */
  public static String pipeline(List<Outcome> outcomes) {
    Table table = new Table(outcomes);
    table.head();
    table.spread("samples/s, accepted", "%,.0f", Round::samplesPerSecond);
    table.spread("samples/s, until stored", "%,.0f", Round::samplesPerSecondDone);
    table.costs();
    return table.text();
  }

  private Outcome ours() {
    return outcomes.getFirst();
  }

  private void costs() {
    spread("samples a CPU-second", "%,.0f", Round::samplesPerCpuSecond);
    for (String process : ours().peakBytes().keySet()) {
      own(
          "  of its " + process,
          text(ours().over(round -> round.samplesPerCpuSecond(process)), "%,.0f"));
    }
    spread("answer p50, ms", "%.1f", Round::p50Millis);
    spread("answer p99, ms", "%.1f", Round::p99Millis);
    spread("answer p99.9, ms", "%.1f", Round::p999Millis);
    plain("peak memory, MiB", "%,.0f", outcome -> outcome.peak() / MIB);
    ours()
        .peakBytes()
        .forEach(
            (process, bytes) ->
                own("  of its " + process, String.format(Locale.ROOT, "%,.0f", bytes / MIB)));
    plain("bytes a sample, on disk", "%.2f", Outcome::bytesPerSample);
    ours()
        .bytesOnDisk()
        .forEach(
            (store, bytes) ->
                own(
                    "  of its " + store,
                    String.format(Locale.ROOT, "%.2f", (double) bytes / ours().samples())));
  }

  private void head() {
    List<String> row = new ArrayList<>(List.of(""));
    for (int i = 0; i < outcomes.size(); i++) {
      row.add(outcomes.get(i).system());
      if (i > 0) {
        row.add("ours/its");
      }
    }
    rows.add(row);
  }

  private void spread(String title, String format, ToDoubleFunction<Round> figure) {
    row(
        title,
        outcome -> outcome.over(figure).median(),
        outcome -> text(outcome.over(figure), format));
  }

  private void plain(String title, String format, ToDoubleFunction<Outcome> figure) {
    row(
        title,
        figure::applyAsDouble,
        outcome -> String.format(Locale.ROOT, format, figure.applyAsDouble(outcome)));
  }

  private void row(String title, Function<Outcome, Double> figure, Function<Outcome, String> text) {
    List<String> row = new ArrayList<>(List.of(title));
    double ours = figure.apply(ours());
    for (int i = 0; i < outcomes.size(); i++) {
      row.add(text.apply(outcomes.get(i)));
      if (i > 0) {
        row.add(String.format(Locale.ROOT, "%.2f", ours / figure.apply(outcomes.get(i))));
      }
    }
    rows.add(row);
  }

  /** A figure that only we have. */
  private void own(String title, String text) {
    List<String> row = new ArrayList<>(List.of(title, text));
    while (row.size() < rows.getFirst().size()) {
      row.add("");
    }
    rows.add(row);
  }

  private static String text(Spread spread, String format) {
    return String.format(
        Locale.ROOT,
        format + " (" + format + "–" + format + ")",
        spread.median(),
        spread.least(),
        spread.most());
  }

  private String text() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(pad(row.getFirst(), -widths[0]));
      for (int i = 1; i < columns; i++) {
        line.append("  ").append(pad(row.get(i), widths[i]));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String pad(String text, int width) {
    return String.format(Locale.ROOT, "%" + width + "s", text);
  }
}
