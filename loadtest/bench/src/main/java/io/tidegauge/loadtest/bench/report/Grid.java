package io.tidegauge.loadtest.bench.report;

import io.tidegauge.loadtest.bench.measure.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Systems side by side, a figure a row; of each peer also how many times its figure ours is. The
 * first system is ours. Not thread-safe.
 *
 * @param <T> what came of a system
 */
public final class Grid<T> {

  private final List<T> outcomes;
  private final List<List<String>> rows = new ArrayList<>();

  /** Without a row yet but the head. */
  public Grid(List<T> outcomes, Function<T, String> name) {
    this.outcomes = List.copyOf(outcomes);
    List<String> row = new ArrayList<>(List.of(""));
    for (int i = 0; i < outcomes.size(); i++) {
      row.add(name.apply(outcomes.get(i)));
      if (i > 0) {
        row.add("ours/its");
      }
    }
    rows.add(row);
  }

  /** What came of ours. */
  public T ours() {
    return outcomes.getFirst();
  }

  /** A figure of all, of which there are several: medians, with the lowest and highest. */
  public void spread(String title, String format, Function<T, Spread> figure) {
    row(
        title,
        outcome -> figure.apply(outcome).median(),
        outcome -> text(figure.apply(outcome), format));
  }

  /** A figure of all. */
  public void plain(String title, String format, Function<T, Double> figure) {
    row(title, figure, outcome -> String.format(Locale.ROOT, format, figure.apply(outcome)));
  }

  private void row(String title, Function<T, Double> figure, Function<T, String> text) {
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
  public void own(String title, String text) {
    List<String> row = new ArrayList<>(List.of(title, text));
    while (row.size() < rows.getFirst().size()) {
      row.add("");
    }
    rows.add(row);
  }

  /** A median with the lowest and highest in brackets. */
  public static String text(Spread spread, String format) {
    return String.format(
        Locale.ROOT,
        format + " (" + format + "–" + format + ")",
        spread.median(),
        spread.least(),
        spread.most());
  }

  /** All rows, in columns. */
  public String text() {
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
