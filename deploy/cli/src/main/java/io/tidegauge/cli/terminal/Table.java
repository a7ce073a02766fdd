package io.tidegauge.cli.terminal;

import io.tidegauge.cli.output.TextLines;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An aligned table. Where the terminal is too narrow, columns that may be cut are cut, and then the
 * least important ones left out. Not thread-safe.
 */
public final class Table {

  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** An empty table. */
  public Table(Column... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row. */
  public Table row(Cell... cells) {
    return row(List.of(cells));
  }

  /** Adds a row. */
  public Table row(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells in a table of " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Whether there is no row. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Prints titles and rows. */
  public void print(Terminal terminal, TextLines out) {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).rank() == 0 || !isEmpty(i)) {
        shown.add(i);
      }
    }
    int[] widths = fit(shown, terminal.width());
    List<Cell> titles = columns.stream().map(column -> Cell.of(column.title(), Tone.DIM)).toList();
    out.line(line(titles, shown, widths, terminal));
    rows.forEach(row -> out.line(line(row, shown, widths, terminal)));
  }

  private boolean isEmpty(int column) {
    return rows.stream().allMatch(row -> row.get(column).text().isEmpty());
  }

  /** Widths of all columns; leaves columns out of {@code shown} where they have no room. */
  private int[] fit(List<Integer> shown, int room) {
    while (true) {
      int[] widths = IntStream.range(0, columns.size()).map(this::natural).toArray();
      if (cut(shown, widths, room) || !leaveOut(shown)) {
        return widths;
      }
    }
  }

  private int natural(int column) {
    return Math.max(
        Text.width(columns.get(column).title()),
        rows.stream().mapToInt(row -> Text.width(row.get(column).text())).max().orElse(0));
  }

  /** Cuts the widest of those that may be cut, column by column; whether all has room then. */
  private boolean cut(List<Integer> shown, int[] widths, int room) {
    int total = shown.stream().mapToInt(i -> widths[i]).sum() + GAP.length() * (shown.size() - 1);
    while (total > room) {
      int widest = -1;
      for (int i : shown) {
        int least = columns.get(i).least();
        if (least > 0 && widths[i] > least && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return false;
      }
      widths[widest]--;
      total--;
    }
    return true;
  }

  private boolean leaveOut(List<Integer> shown) {
    int last = -1;
    for (int i : shown) {
      int rank = columns.get(i).rank();
      if (rank > 0 && (last < 0 || rank > columns.get(last).rank())) {
        last = i;
      }
    }
    return shown.remove((Object) last);
  }

  private String line(List<Cell> cells, List<Integer> shown, int[] widths, Terminal terminal) {
    StringBuilder line = new StringBuilder();
    for (int at = 0; at < shown.size(); at++) {
      int column = shown.get(at);
      Cell cell = cells.get(column);
      String text = Text.fit(cell.text(), widths[column]);
      String spaces = " ".repeat(widths[column] - Text.width(text));
      boolean last = at == shown.size() - 1;
      line.append(at == 0 ? "" : GAP)
          .append(columns.get(column).alignsRight() ? spaces : "")
          .append(terminal.paint(cell.tone(), text))
          .append(columns.get(column).alignsRight() || last ? "" : spaces);
    }
    return line.toString().stripTrailing();
  }
}
