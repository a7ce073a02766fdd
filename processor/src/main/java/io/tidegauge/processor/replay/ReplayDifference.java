package io.tidegauge.processor.replay;

import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.sink.clickhouse.RowReader;
import java.io.IOException;

/**
 * A window that a replay changes.
 *
 * @param start ms since the epoch
 * @param computed of the raw samples
 * @param stored what readers see now; all 0 where there is nothing
 */
public record ReplayDifference(
    String tenant,
    String metric,
    SeriesId series,
    Window window,
    long start,
    Kind kind,
    Values computed,
    Values stored) {

  /** The columns of {@link Values}, of a table for the dollar, and the version. */
  static final String VALUES =
      "$.count, $.nan_count, $.sum + $.sum_compensation, $.min, $.max, $.first, $.last,"
          + " $.increase, $.version_epoch, $.version_offset, $.version_revision";

  /** What becomes of it. */
  public enum Kind {
    /** It has other values. */
    CHANGES,
    /** There was none. */
    APPEARS,
    /** There is none of these samples. */
    VANISHES,
    /** What readers see is as new: it was published, or a revision came after. */
    STANDS
  }

  /** Values of a window, as in the query API. */
  public record Values(
      long count,
      long nanCount,
      double sum,
      double min,
      double max,
      double first,
      double last,
      double increase) {

    boolean isEmpty() {
      return count == 0 && nanCount == 0;
    }
  }

  static ReplayDifference read(RowReader row, Window window) throws IOException {
    String tenant = row.string();
    String metric = row.string();
    long low = row.uint64();
    SeriesId id = new SeriesId(row.uint64(), low);
    long start = row.uint64();
    Values computed = values(row);
    long[] computedVersion = {row.uint32(), row.uint64(), row.uint32()};
    Values stored = values(row);
    long[] storedVersion = {row.uint32(), row.uint64(), row.uint32()};
    Kind kind = Kind.CHANGES;
    if (java.util.Arrays.compare(storedVersion, computedVersion) >= 0) {
      kind = Kind.STANDS;
    } else if (computed.isEmpty()) {
      kind = Kind.VANISHES;
    } else if (stored.isEmpty()) {
      kind = Kind.APPEARS;
    }
    return new ReplayDifference(tenant, metric, id, window, start, kind, computed, stored);
  }

  private static Values values(RowReader row) throws IOException {
    return new Values(
        row.uint64(),
        row.uint64(),
        row.float64(),
        row.float64(),
        row.float64(),
        row.float64(),
        row.float64(),
        row.float64());
  }
}
