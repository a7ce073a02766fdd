package io.tidegauge.processor.replay;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.processor.sink.clickhouse.RowReader;
import io.tidegauge.processor.sink.rollups.RollupsInsert;
import java.io.IOException;

/** Rows of the rollups tables, and which of them readers see. */
final class StoredWindow {

  /** Replays that all partitions have the mark of. */
  private static final String VISIBLE =
      "(SELECT generation FROM rollup_generations GROUP BY generation"
          + " HAVING uniqExact(partition) = max(partitions))";

  private static final MetricKind[] KINDS = MetricKind.values();

  private StoredWindow() {}

  /** Of each window that a condition picks the newest version that readers see. */
  static String visible(Window window, String condition) {
    String columns = RollupsInsert.COLUMNS + ", version";
    String table = "rollups_" + window.label();
    return "SELECT "
        + RollupsInsert.COLUMNS
        + " FROM (SELECT "
        + columns
        + " FROM "
        + table
        + " FINAL WHERE "
        + condition
        + " UNION ALL SELECT "
        + columns
        + " FROM "
        + table
        + "_replay FINAL WHERE generation IN "
        + VISIBLE
        + " AND "
        + condition
        + ") ORDER BY id, start, version DESC LIMIT 1 BY id, start"
        + " SETTINGS do_not_merge_across_partitions_select_final = 1";
  }

  /** The windows of a replay. */
  static String ofGeneration(Window window, long generation) {
    return "SELECT "
        + RollupsInsert.COLUMNS
        + " FROM rollups_"
        + window.label()
        + "_replay FINAL WHERE generation = "
        + generation
        + " ORDER BY tenant, metric, id, start";
  }

  /** Reads a row of {@link RollupsInsert#COLUMNS}. */
  static RollupRecord.OfSeries read(RowReader row, Window window) throws IOException {
    String tenant = row.string();
    String metric = row.string();
    long low = row.uint64();
    SeriesId id = new SeriesId(row.uint64(), low);
    long start = row.uint64();
    RollupVersion version = new RollupVersion(row.uint32(), row.uint64(), row.uint32());
    Rollup.State state = row.uint8() == 1 ? Rollup.State.FINAL : Rollup.State.PROVISIONAL;
    MetricKind kind = KINDS[row.uint8()];
    return new RollupRecord.OfSeries(
        tenant, id, metric, kind, new Rollup(window, start, version, state, aggregate(row)));
  }

  private static Aggregate aggregate(RowReader row) throws IOException {
    Aggregate aggregate = new Aggregate();
    long count = row.uint64();
    aggregate.restore(
        count,
        row.uint64(),
        row.float64(),
        row.float64(),
        row.float64(),
        row.float64(),
        row.float64());
    long firstTimestamp = row.uint64();
    double first = row.float64();
    long lastTimestamp = row.uint64();
    double last = row.float64();
    aggregate.restoreOrdered(firstTimestamp, first, lastTimestamp, last, row.float64());
    byte[] sketch = row.bytes();
    aggregate.sketch().mergeFrom(new ProtoReader().reset(sketch, 0, sketch.length));
    return aggregate;
  }
}
