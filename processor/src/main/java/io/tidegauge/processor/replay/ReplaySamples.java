package io.tidegauge.processor.replay;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.OverflowSeries;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.revise.FiveMinutes;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.RowReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The samples that a replay computes windows of: raw history, or what was read of the topic. */
final class ReplaySamples {

  private static final MetricKind[] KINDS = MetricKind.values();

  private final ClickHouseClient clickhouse;
  private final ReplayJob job;

  ReplaySamples(ClickHouseClient clickhouse, ReplayJob job) {
    this.clickhouse = clickhouse;
    this.job = job;
  }

  /** Takes the 5m windows of a series. */
  @FunctionalInterface
  interface EachSeries {
    void accept(SeriesId id, TreeMap<Long, Aggregate> fiveMinutes)
        throws IOException, InterruptedException;
  }

  /** From when on raw history has all samples, by ClickHouse's clock, ms since the epoch. */
  static long keptFrom(ClickHouseClient clickhouse) throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT toUnixTimestamp64Milli(now64(3)) + 60000 - 86400000"
            + " * toInt64OrDefault(extract(engine_full, 'toIntervalDay\\\\((\\\\d+)\\\\)'))"
            + " FROM system.tables WHERE database = currentDatabase() AND name = 'samples'"
            + " FORMAT RowBinary",
        RowReader::uint64);
  }

  /** How many series have samples or windows in a day. */
  long countSeries(long day) throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT count() FROM (" + seriesQuery(day) + ") FORMAT RowBinary", RowReader::uint64);
  }

  /** The series with samples or windows in a day, metric by metric. */
  void series(long day, Each<SeriesOfDay> each) throws IOException, InterruptedException {
    clickhouse.query(
        seriesQuery(day) + " ORDER BY tenant, metric, id FORMAT RowBinary",
        rows -> {
          while (rows.next()) {
            String tenant = rows.string();
            String metric = rows.string();
            long low = rows.uint64();
            each.accept(
                new SeriesOfDay(
                    tenant, metric, new SeriesId(rows.uint64(), low), KINDS[rows.uint8()]));
          }
          return rows;
        });
  }

  private String seriesQuery(long day) {
    String conditions = job.request().conditions();
    StringBuilder union = new StringBuilder("SELECT tenant, metric, id, 1 AS known, toUInt8(");
    switch (job.request().source()) {
      case RAW ->
          union
              .append("any(kind)) AS told FROM series WHERE 1")
              .append(conditions)
              .append(" AND id IN (SELECT id FROM samples WHERE ")
              .append(Text.inDay("ts", day))
              .append(")");
      case TOPIC ->
          union
              .append("argMax(kind, samples.offset)) AS told FROM ")
              .append(table())
              .append(" WHERE ")
              .append(condition(day));
    }
    union.append(" GROUP BY tenant, metric, id");
    for (Window window : Window.values()) {
      union.append(" UNION ALL SELECT tenant, metric, id, 0, toUInt8(any(kind)) FROM rollups_");
      union.append(window.label()).append(" WHERE ").append(Text.inDay("start", day));
      union.append(conditions).append(" GROUP BY tenant, metric, id");
    }
    return "SELECT tenant, metric, id, argMax(told, known) FROM ("
        + union
        + ") GROUP BY tenant, metric, id";
  }

  /** The partitions in which a tenant had an overflow series in a day. */
  Set<Integer> overflowed(String tenant, long day) throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT DISTINCT toUInt32OrZero(labels['tidegauge_partition']) FROM series WHERE tenant = "
            + Text.quoted(tenant)
            + " AND labels["
            + Text.quoted(OverflowSeries.LABEL)
            + "] = 'true' AND id IN (SELECT id FROM rollups_5m WHERE tenant = "
            + Text.quoted(tenant)
            + " AND "
            + Text.inDay("start", day)
            + ") FORMAT RowBinary",
        rows -> {
          Set<Integer> partitions = new HashSet<>();
          while (rows.next()) {
            partitions.add(rows.uint32());
          }
          return partitions;
        });
  }

  /** The 5m windows of some series in a day; series without samples are left out. */
  void fiveMinutes(
      Set<SeriesId> ids, long day, Function<SeriesId, MetricKind> kinds, EachSeries each)
      throws IOException, InterruptedException {
    clickhouse.query(
        "SELECT id, ts, value FROM "
            + table()
            + " WHERE id IN "
            + Text.ids(ids)
            + " AND "
            + condition(day)
            + " ORDER BY id, ts, samples.epoch, samples.offset, idx"
            // A numbered batch counts once however often it came, another record once as a record.
            + " LIMIT 1 BY id, ts, idx, batch, if(batch = 0, samples.epoch, 0),"
            + " if(batch = 0, samples.offset, 0) FORMAT RowBinary",
        rows -> {
          SeriesId current = null;
          FiveMinutes windows = new FiveMinutes(false, false);
          while (rows.next()) {
            long low = rows.uint64();
            SeriesId id = new SeriesId(rows.uint64(), low);
            if (!id.equals(current)) {
              if (current != null) {
                each.accept(current, windows.take());
              }
              current = id;
              MetricKind kind = kinds.apply(id);
              windows = new FiveMinutes(kind == MetricKind.COUNTER, kind == MetricKind.OBSERVATION);
            }
            windows.add(rows.uint64(), rows.float64());
          }
          if (current != null) {
            each.accept(current, windows.take());
          }
          return rows;
        });
  }

  private String table() {
    return switch (job.request().source()) {
      case RAW -> "samples";
      case TOPIC -> "replay_samples AS samples";
    };
  }

  private String condition(long day) {
    return Text.inDay("ts", day)
        + " AND "
        + switch (job.request().source()) {
          case RAW -> job.bounds().condition();
          // Only what is before the bounds was read of the topic.
          case TOPIC -> "generation = " + job.id();
        };
  }
}
