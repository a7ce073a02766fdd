package io.tidegauge.processor.sink.raw;

import io.tidegauge.processor.sink.clickhouse.InsertBody;

/**
 * The insert of a block's rows in ClickHouse's Native format: one block, column by column, which
 * the server takes as it is.
 */
final class SamplesInsert {

  private static final String COLUMNS = "id, ts, value, epoch, partition, offset, idx";
  private static final int COLUMN_COUNT = 7;

  private SamplesInsert() {}

  /** The column of batches is sent where there is one: most samples are in none. */
  static String statement(BlockRows rows) {
    return "INSERT INTO samples ("
        + COLUMNS
        + (rows.hasBatches() ? ", batch" : "")
        + ") FORMAT Native";
  }

  static void write(
      BlockSeries series,
      BlockRows rows,
      RowOrder order,
      int epoch,
      int partition,
      InsertBody out) {
    int size = order.size();
    out.varUint(COLUMN_COUNT + (rows.hasBatches() ? 1 : 0));
    out.varUint(size);
    column("id", "UInt128", out);
    for (int i = 0; i < order.seriesCount(); i++) {
      long high = series.high(order.series(i));
      long low = series.low(order.series(i));
      for (int at = order.start(i); at < order.end(i); at++) {
        out.uint128(high, low);
      }
    }
    column("ts", "DateTime64(3, 'UTC')", out);
    for (int at = 0; at < size; at++) {
      out.uint64(rows.timestamp(order.row(at)));
    }
    column("value", "Float64", out);
    for (int at = 0; at < size; at++) {
      out.float64(rows.value(order.row(at)));
    }
    column("epoch", "UInt32", out);
    for (int at = 0; at < size; at++) {
      out.uint32(epoch);
    }
    column("partition", "UInt32", out);
    for (int at = 0; at < size; at++) {
      out.uint32(partition);
    }
    column("offset", "UInt64", out);
    for (int at = 0; at < size; at++) {
      out.uint64(rows.offset(order.row(at)));
    }
    column("idx", "UInt32", out);
    for (int at = 0; at < size; at++) {
      out.uint32(rows.index(order.row(at)));
    }
    if (rows.hasBatches()) {
      column("batch", "UInt64", out);
      for (int at = 0; at < size; at++) {
        out.uint64(rows.batch(order.row(at)));
      }
    }
  }

  private static void column(String name, String type, InsertBody out) {
    out.string(name);
    out.string(type);
  }
}
