package io.tidegauge.cli.terminal;

/**
 * A column of a table.
 *
 * @param alignsRight for numbers
 * @param least columns that it may be cut down to; 0 where it may not
 * @param rank how early it is left out where there is no room: the highest first, 0 never
 */
public record Column(String title, boolean alignsRight, int least, int rank) {

  /** A column of texts. */
  public static Column text(String title) {
    return new Column(title, false, 0, 0);
  }

  /** A column of numbers. */
  public static Column number(String title) {
    return new Column(title, true, 0, 0);
  }

  /** One whose texts may be cut. */
  public Column cutTo(int columns) {
    return new Column(title, alignsRight, columns, rank);
  }

  /** One that may be left out: where it is empty, or there is no room. */
  public Column optional(int order) {
    return new Column(title, alignsRight, least, order);
  }
}
