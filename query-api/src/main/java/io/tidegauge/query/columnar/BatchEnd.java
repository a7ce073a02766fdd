package io.tidegauge.query.columnar;

import java.util.function.Predicate;

/**
 * Whether a row is the last one of its batch: so many rows, or so much text in their labels. Counts
 * the rows that it is asked of; not thread-safe.
 */
public final class BatchEnd implements Predicate<Row> {

  /** Rows of a batch at the most. */
  static final int ROWS = 8_192;

  /** Characters of labels after which a batch ends. */
  static final int TEXT = 2_000_000;

  private int rows;
  private long text;

  @Override
  public boolean test(Row row) {
    rows++;
    row.labels().forEach((name, value) -> text += name.length() + value.length());
    if (rows < ROWS && text < TEXT) {
      return false;
    }
    rows = 0;
    text = 0;
    return true;
  }
}
