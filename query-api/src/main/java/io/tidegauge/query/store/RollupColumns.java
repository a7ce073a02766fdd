package io.tidegauge.query.store;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.query.json.AggregateField;
import java.io.IOException;
import java.util.Set;

/**
 * The columns of a rollups table that a statement reads, and a row of them: those that tell which
 * window it is, and those that the wanted fields are in. A column that is not read costs nothing.
 *
 * @param fields what is wanted of the aggregates; the rest of them is as in an empty one
 */
record RollupColumns(Set<AggregateField> fields) {

  private static final String ALWAYS = "id, start, version, state, count, nan_count";

  /** The columns as a statement names them, the series' id first. */
  String list() {
    StringBuilder list = new StringBuilder(ALWAYS);
    for (AggregateField field : AggregateField.values()) {
      if (fields.contains(field)) {
        list.append(", ").append(column(field));
      }
    }
    return list.toString();
  }

  private static String column(AggregateField field) {
    return switch (field) {
      case SUM -> "sum, sum_compensation";
      case SUM_OF_SQUARES -> "sum_of_squares";
      case MIN -> "min";
      case MAX -> "max";
      case FIRST -> "first";
      case LAST -> "last";
      case INCREASE -> "increase";
      case SKETCH -> "sketch";
    };
  }

  /** A row whose id was read before. */
  Rollup read(RowBinary row, Window window) throws IOException {
    long start = row.int64();
    RollupVersion version = version(row);
    Rollup.State state = row.int8() == 1 ? Rollup.State.FINAL : Rollup.State.PROVISIONAL;
    return new Rollup(window, start, version, state, aggregate(row));
  }

  /** As {@code clickhouse/schema.sql} puts it together: epoch, offset and revision. */
  private static RollupVersion version(RowBinary row) throws IOException {
    long low = row.int64();
    long high = row.int64();
    return new RollupVersion((int) (high >>> 32), (high << 32) | (low >>> 32), (int) low);
  }

  private Aggregate aggregate(RowBinary row) throws IOException {
    Aggregate aggregate = new Aggregate();
    long count = row.int64();
    long nanCount = row.int64();
    double sum = number(row, AggregateField.SUM, 0);
    double compensation = number(row, AggregateField.SUM, 0);
    double sumOfSquares = number(row, AggregateField.SUM_OF_SQUARES, 0);
    double min = number(row, AggregateField.MIN, Double.NaN);
    double max = number(row, AggregateField.MAX, Double.NaN);
    double first = number(row, AggregateField.FIRST, Double.NaN);
    double last = number(row, AggregateField.LAST, Double.NaN);
    double increase = number(row, AggregateField.INCREASE, 0);
    boolean none = count == 0; // what the columns of numbers that there are not say is nothing
    aggregate.restore(
        count,
        nanCount,
        sum,
        compensation,
        sumOfSquares,
        none ? Double.NaN : min,
        none ? Double.NaN : max);
    aggregate.restoreOrdered(0, none ? Double.NaN : first, 0, none ? Double.NaN : last, increase);
    if (fields.contains(AggregateField.SKETCH)) {
      readSketch(row.bytes(), aggregate);
    }
    return aggregate;
  }

  private double number(RowBinary row, AggregateField field, double otherwise) throws IOException {
    return fields.contains(field) ? row.float64() : otherwise;
  }

  private static void readSketch(byte[] bytes, Aggregate into) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    try {
      into.sketch().mergeFrom(new ProtoReader().reset(bytes, 0, bytes.length));
    } catch (MalformedRecordException e) {
      throw new IOException("A sketch in the rollups table cannot be read", e);
    }
  }
}
