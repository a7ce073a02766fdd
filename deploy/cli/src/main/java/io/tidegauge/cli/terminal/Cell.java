package io.tidegauge.cli.terminal;

/**
 * A cell of a table.
 *
 * @param text one line, made clean
 */
public record Cell(String text, Tone tone) {

  /** An empty cell. */
  public static final Cell EMPTY = of("");

  /** Cleans the text. */
  public Cell {
    text = Text.clean(text);
  }

  /** A cell without a colour. */
  public static Cell of(String text) {
    return new Cell(text, Tone.PLAIN);
  }

  /** A cell with a tone. */
  public static Cell of(String text, Tone tone) {
    return new Cell(text, tone);
  }
}
