package io.tidegauge.processor.sink.rollups;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.processor.sink.clickhouse.InsertBody;

/** Rows of the rollups tables in ClickHouse's RowBinary format. */
public final class RollupsInsert {

  /** The columns that are inserted. */
  public static final String COLUMNS =
      "tenant, metric, id, start, version_epoch, version_offset, version_revision, state, kind,"
          + " count, nan_count, sum, sum_compensation, sum_of_squares, min, max, first_ts, first,"
          + " last_ts, last, increase, sketch";

  private RollupsInsert() {}

  /**
   * The statement for rows of a replay, or of none.
   *
   * @param generation the replay, 0 for none
   */
  public static String statement(String table, long generation) {
    String columns = generation == 0 ? COLUMNS : "generation, " + COLUMNS;
    return "INSERT INTO " + table + " (" + columns + ") FORMAT RowBinary";
  }

  /**
   * Writes a row.
   *
   * @param sketch is written over
   */
  public static void write(
      long generation, RollupRecord.OfSeries record, ProtoWriter sketch, InsertBody out) {
    if (generation != 0) {
      out.uint64(generation);
    }
    Rollup rollup = record.rollup();
    out.string(record.tenant());
    out.string(record.metric());
    out.uint128(record.series().high(), record.series().low());
    out.uint64(rollup.start());
    out.uint32(rollup.version().epoch());
    out.uint64(rollup.version().offset());
    out.uint32(rollup.version().revision());
    out.uint8(rollup.state() == Rollup.State.FINAL ? 1 : 0);
    out.uint8(record.kind().ordinal());
    write(rollup.aggregate(), sketch, out);
  }

  private static void write(Aggregate aggregate, ProtoWriter sketch, InsertBody out) {
    out.uint64(aggregate.count());
    out.uint64(aggregate.nanCount());
    out.float64(aggregate.rawSum());
    out.float64(aggregate.compensation());
    out.float64(aggregate.sumOfSquares());
    out.float64(aggregate.min());
    out.float64(aggregate.max());
    out.uint64(aggregate.firstTimestamp());
    out.float64(aggregate.first());
    out.uint64(aggregate.lastTimestamp());
    out.float64(aggregate.last());
    out.float64(aggregate.increase());
    sketch.reset();
    aggregate.sketch().write(sketch);
    out.bytes(sketch.buffer(), sketch.size());
  }
}
