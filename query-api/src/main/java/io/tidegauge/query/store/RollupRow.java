package io.tidegauge.query.store;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;

/**
 * A row of a rollups table. The sketch comes as Base64: the driver would decode a String's bytes as
 * text. Stateless.
 */
final class RollupRow {

  static final String COLUMNS =
      " toUnixTimestamp64Milli(start) AS start_ms, version_epoch, version_offset,"
          + " version_revision, toInt8(state) AS state_code, count, nan_count, sum,"
          + " sum_compensation, sum_of_squares, min, max,"
          + " toUnixTimestamp64Milli(first_ts) AS first_ms, first,"
          + " toUnixTimestamp64Milli(last_ts) AS last_ms, last, increase";

  /** The columns that {@link #COLUMNS} are made of, with what tells the newest row. */
  static final String STORED =
      "id, start, version, version_epoch, version_offset, version_revision, state, count,"
          + " nan_count, sum, sum_compensation, sum_of_squares, min, max, first_ts, first, last_ts,"
          + " last, increase";

  private RollupRow() {}

  static StoredRollup read(ResultSet row, Window window) throws SQLException {
    Aggregate aggregate = new Aggregate();
    long count = row.getLong("count");
    boolean empty = count == 0;
    aggregate.restore(
        count,
        row.getLong("nan_count"),
        row.getDouble("sum"),
        row.getDouble("sum_compensation"),
        row.getDouble("sum_of_squares"),
        empty ? Double.NaN : row.getDouble("min"),
        empty ? Double.NaN : row.getDouble("max"));
    aggregate.restoreOrdered(
        empty ? 0 : row.getLong("first_ms"),
        empty ? Double.NaN : row.getDouble("first"),
        empty ? 0 : row.getLong("last_ms"),
        empty ? Double.NaN : row.getDouble("last"),
        row.getDouble("increase"));
    readSketch(row.getString("sketch_text"), aggregate);
    Rollup rollup =
        new Rollup(
            window,
            row.getLong("start_ms"),
            new RollupVersion(
                row.getInt("version_epoch"),
                row.getLong("version_offset"),
                row.getInt("version_revision")),
            row.getInt("state_code") == 1 ? Rollup.State.FINAL : Rollup.State.PROVISIONAL,
            aggregate);
    return new StoredRollup(History.id(row), rollup);
  }

  private static void readSketch(String text, Aggregate into) throws SQLException {
    if (text.isEmpty()) {
      return;
    }
    byte[] bytes = Base64.getDecoder().decode(text);
    try {
      into.sketch().mergeFrom(new ProtoReader().reset(bytes, 0, bytes.length));
    } catch (MalformedRecordException e) {
      throw new SQLException("A sketch in the rollups table cannot be read", e);
    }
  }
}
