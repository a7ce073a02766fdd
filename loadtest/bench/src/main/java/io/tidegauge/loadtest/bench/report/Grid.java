package io.tidegauge.loadtest.bench.report;

import io.tidegauge.loadtest.bench.measure.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Figures of several systems side by side, and how many times a peer's figure ours is. The first
 * system is ours. Not thread-safe.
 */
public final class Grid {

  private final List<List<String>> rows = new ArrayList<>();

  /** With a column for each system, and one for the ratio after each peer. */
  public Grid(List<String> systems) {
    List<String> row = new ArrayList<>(List.of(""));
    for (int i = 0; i < systems.size(); i++) {
      row.add(systems.get(i));
      if (i > 0) {
        row.add("ours/its");
      }
    }
    rows.add(row);
  }

  /**
   * A figure of each system.
   *
   * @param figures of which the ratios are
   * @param texts of the figures
   */
  public void row(String title, List<Double> figures, List<String> texts) {
    List<String> row = new ArrayList<>(List.of(title));
    for (int i = 0; i < figures.size(); i++) {
      row.add(texts.get(i));
      if (i > 0) {
        row.add(String.format(Locale.ROOT, "%.2f", figures.getFirst() / figures.get(i)));
      }
    }
    rows.add(row);
  }

  /** A spread of each system; the ratios are of the medians. */
  public void spreads(String title, String format, List<Spread> spreads) {
    row(
        title,
        spreads.stream().map(Spread::median).toList(),
        spreads.stream().map(spread -> text(spread, format)).toList());
  }

  /** A figure that only we have. */
  public void own(String title, String text) {
    List<String> row = new ArrayList<>(List.of(title, text));
    while (row.size() < rows.getFirst().size()) {
      row.add("");
    }
    rows.add(row);
  }

  /** The median, with the lowest and highest in brackets. */
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
