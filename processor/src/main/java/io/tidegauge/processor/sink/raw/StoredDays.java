package io.tidegauge.processor.sink.raw;

import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.processor.sink.block.BlockId;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which days of a block are in the table. Of the rows of one insert ClickHouse makes a part for
 * each day, which is there whole or not at all: one row tells.
 */
final class StoredDays {

  private static final long DAY = Duration.ofDays(1).toMillis();

  private final ClickHouseClient clickhouse;
  private final BlockId id;

  StoredDays(ClickHouseClient clickhouse, BlockId id) {
    this.clickhouse = clickhouse;
    this.id = id;
  }

  /** The day of a time in ms since the epoch, UTC. */
  static long day(long timestamp) {
    return Math.floorDiv(timestamp, DAY);
  }

  /** The days of which the table has no row of the block. */
  Set<Long> missing(BlockSeries series, BlockRows rows, RowOrder order)
      throws IOException, InterruptedException {
    Map<Long, String> rowOfDay = new HashMap<>();
    for (int i = 0; i < order.seriesCount(); i++) {
      for (int at = order.start(i); at < order.end(i); at++) {
        int row = order.row(at);
        int number = order.series(i);
        rowOfDay.computeIfAbsent(
            day(rows.timestamp(row)), unused -> condition(series, number, rows, row));
      }
    }
    Set<Long> missing = new HashSet<>();
    for (Map.Entry<Long, String> day : rowOfDay.entrySet()) {
      String count = clickhouse.execute("SELECT count() FROM samples WHERE " + day.getValue());
      if (count.strip().equals("0")) {
        missing.add(day.getKey());
      }
    }
    return missing;
  }

  /** The first two are the table's key. Without idx, which earlier versions numbered otherwise. */
  private String condition(BlockSeries series, int number, BlockRows rows, int row) {
    return ("id = toUInt128('%s') AND ts = fromUnixTimestamp64Milli(%d, 'UTC')"
            + " AND epoch = %d AND partition = %d AND offset = %d")
        .formatted(
            new BigInteger(new SeriesId(series.high(number), series.low(number)).toString(), 16),
            rows.timestamp(row),
            id.epoch(),
            id.partition(),
            rows.offset(row));
  }
}
