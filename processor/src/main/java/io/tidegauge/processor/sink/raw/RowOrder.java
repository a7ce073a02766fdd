package io.tidegauge.processor.sink.raw;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The order of a block's rows by (id, timestamp), as the table is sorted, so that the store need
 * not sort: the series are sorted, then their rows are counted into place; only a series whose rows
 * came out of order is sorted by time.
 */
final class RowOrder {

  private static final int INDEX_BITS = 20;
  private static final long WIDEST_SPAN = 1L << (Long.SIZE - 1 - INDEX_BITS);

  private final int[] series;
  private final int[] ends;
  private final int[] rows;

  private RowOrder(int[] series, int[] ends, int[] rows) {
    this.series = series;
    this.ends = ends;
    this.rows = rows;
  }

  static RowOrder of(BlockSeries blockSeries, BlockRows blockRows) {
    int[] series = blockSeries.sorted();
    int[] ends = new int[series.length];
    int[] next = new int[series.length];
    int start = 0;
    for (int i = 0; i < series.length; i++) {
      next[series[i]] = start;
      start += blockSeries.rows(series[i]);
      ends[i] = start;
    }
    int[] rows = new int[blockRows.size()];
    for (int row = 0; row < rows.length; row++) {
      rows[next[blockRows.series(row)]++] = row;
    }
    RowOrder order = new RowOrder(series, ends, rows);
    order.sortByTime(blockRows);
    return order;
  }

  /** How many series there are, those without rows among them. */
  int seriesCount() {
    return series.length;
  }

  /** The i-th series by id. */
  int series(int i) {
    return series[i];
  }

  /** Where the rows of the i-th series start. */
  int start(int i) {
    return i == 0 ? 0 : ends[i - 1];
  }

  /** Where the rows of the i-th series end, exclusive. */
  int end(int i) {
    return ends[i];
  }

  int size() {
    return rows.length;
  }

  /** The row at a place of the order. */
  int row(int at) {
    return rows[at];
  }

  /** The same order with some of the rows only. */
  RowOrder only(IntPredicate wanted) {
    int[] newEnds = new int[series.length];
    int[] kept = new int[rows.length];
    int size = 0;
    for (int i = 0; i < series.length; i++) {
      for (int at = start(i); at < ends[i]; at++) {
        if (wanted.test(rows[at])) {
          kept[size++] = rows[at];
        }
      }
      newEnds[i] = size;
    }
    return new RowOrder(series, newEnds, Arrays.copyOf(kept, size));
  }

  private void sortByTime(BlockRows blockRows) {
    for (int i = 0; i < series.length; i++) {
      int start = start(i);
      long lowest = Long.MAX_VALUE;
      long highest = Long.MIN_VALUE;
      boolean ordered = true;
      for (int at = start; at < ends[i]; at++) {
        long timestamp = blockRows.timestamp(rows[at]);
        ordered &= timestamp >= highest;
        lowest = Math.min(lowest, timestamp);
        highest = Math.max(highest, timestamp);
      }
      long span = highest - lowest;
      // Timestamps centuries apart, or over a million rows of one series: the store sorts then.
      if (!ordered && span >= 0 && span < WIDEST_SPAN && ends[i] - start <= 1 << INDEX_BITS) {
        sortRun(blockRows, start, ends[i], lowest);
      }
    }
  }

  private void sortRun(BlockRows blockRows, int start, int end, long lowest) {
    long[] keys = new long[end - start];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (blockRows.timestamp(rows[start + i]) - lowest) << INDEX_BITS | i;
    }
    Arrays.sort(keys);
    int[] run = Arrays.copyOfRange(rows, start, end);
    for (int i = 0; i < keys.length; i++) {
      rows[start + i] = run[(int) (keys[i] & ((1 << INDEX_BITS) - 1))];
    }
  }
}
