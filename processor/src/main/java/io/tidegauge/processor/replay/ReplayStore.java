package io.tidegauge.processor.replay;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.OverflowSeries;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.revise.FiveMinutes;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.InsertBody;
import io.tidegauge.processor.sink.clickhouse.RowReader;
import io.tidegauge.processor.sink.rollups.RollupsInsert;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a replay reads from and writes to ClickHouse. */
final class ReplayStore {

  private static final MetricKind[] KINDS = MetricKind.values();
  private final ClickHouseClient clickhouse;

  ReplayStore(ClickHouseClient clickhouse) {
    this.clickhouse = clickhouse;
  }

  /** Takes what is read one after the other. */
  @FunctionalInterface
  interface Each<T> {
    void accept(T value) throws IOException, InterruptedException;
  }

  /** Takes the 5m windows of a series. */
  @FunctionalInterface
  interface EachSeries {
    void accept(SeriesId id, TreeMap<Long, Aggregate> fiveMinutes)
        throws IOException, InterruptedException;
  }

  /** From when on all raw samples are kept, by ClickHouse's clock, ms since the epoch. */
  long keptFrom() throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT toUnixTimestamp64Milli(now64(3)) + 60000 - 86400000"
            + " * toInt64OrDefault(extract(engine_full, 'toIntervalDay\\\\((\\\\d+)\\\\)'))"
            + " FROM system.tables WHERE database = currentDatabase() AND name = 'samples'"
            + " FORMAT RowBinary",
        RowReader::uint64);
  }

  void save(ReplayJob job) throws IOException, InterruptedException {
    InsertBody body = clickhouse.newBody();
    body.uint64(job.id());
    body.uint8(job.step().ordinal());
    body.string(job.toText());
    clickhouse.insert("INSERT INTO replays (generation, step, request) FORMAT RowBinary", "", body);
  }

  /** The replays that are not done, the oldest first. */
  List<ReplayJob> jobs(String condition) throws IOException, InterruptedException {
    List<ReplayJob> jobs = new ArrayList<>();
    clickhouse.query(
        "SELECT generation, step, request FROM replays FINAL WHERE "
            + condition
            + " ORDER BY generation FORMAT RowBinary",
        rows -> {
          while (rows.next()) {
            long id = rows.uint64();
            ReplayStep step = ReplayStep.values()[rows.uint8()];
            jobs.add(ReplayJob.ofText(id, step, rows.string()));
          }
          return jobs;
        });
    return jobs;
  }

  @Nullable ReplayJob job(long id) throws IOException, InterruptedException {
    List<ReplayJob> jobs = jobs("generation = " + id);
    return jobs.isEmpty() ? null : jobs.getFirst();
  }

  void dayDone(long generation, long day, long series, long windows)
      throws IOException, InterruptedException {
    InsertBody body = clickhouse.newBody();
    body.uint64(generation);
    body.uint64(day);
    body.uint64(series);
    body.uint64(windows);
    clickhouse.insert(
        "INSERT INTO replay_days (generation, day, series, windows) FORMAT RowBinary", "", body);
  }

  Set<Long> daysDone(long generation) throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT DISTINCT day FROM replay_days WHERE generation = "
            + generation
            + " FORMAT RowBinary",
        rows -> {
          Set<Long> days = new HashSet<>();
          while (rows.next()) {
            days.add(rows.uint64());
          }
          return days;
        });
  }

  /** How many series have samples or windows in a day. */
  long countSeries(ReplayRequest request, long day) throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT count() FROM (" + seriesQuery(request, day) + ") FORMAT RowBinary",
        RowReader::uint64);
  }

  /** The series with samples or windows in a day, metric by metric. */
  void series(ReplayRequest request, long day, Each<SeriesOfDay> each)
      throws IOException, InterruptedException {
    clickhouse.query(
        seriesQuery(request, day) + " ORDER BY tenant, metric, id FORMAT RowBinary",
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

  private static String seriesQuery(ReplayRequest request, long day) {
    StringBuilder union =
        new StringBuilder(
            "SELECT tenant, metric, id, 1 AS known, toUInt8(any(kind)) AS told FROM series WHERE 1"
                + request.conditions()
                + " AND id IN (SELECT id FROM samples WHERE "
                + inDay("ts", day)
                + ") GROUP BY tenant, metric, id");
    for (Window window : Window.values()) {
      union.append(" UNION ALL SELECT tenant, metric, id, 0, toUInt8(any(kind)) FROM rollups_");
      union.append(window.label()).append(" WHERE ").append(inDay("start", day));
      union.append(request.conditions()).append(" GROUP BY tenant, metric, id");
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
            + inDay("start", day)
            + ") FORMAT RowBinary",
        rows -> {
          Set<Integer> partitions = new HashSet<>();
          while (rows.next()) {
            partitions.add(rows.uint32());
          }
          return partitions;
        });
  }

  /** The windows that readers see. */
  void visible(
      Window window, Set<SeriesId> ids, String tenant, long day, Each<RollupRecord.OfSeries> each)
      throws IOException, InterruptedException {
    String condition =
        "tenant = "
            + Text.quoted(tenant)
            + " AND id IN "
            + Text.ids(ids)
            + " AND "
            + inDay("start", day);
    rollups(StoredWindow.visible(window, condition), window, each);
  }

  /** The windows of a replay. */
  void differences(long generation, Window window, Each<RollupRecord.OfSeries> each)
      throws IOException, InterruptedException {
    rollups(StoredWindow.ofGeneration(window, generation), window, each);
  }

  private void rollups(String query, Window window, Each<RollupRecord.OfSeries> each)
      throws IOException, InterruptedException {
    clickhouse.query(
        query + " FORMAT RowBinary",
        rows -> {
          while (rows.next()) {
            each.accept(StoredWindow.read(rows, window));
          }
          return rows;
        });
  }

  /** Keeps windows of a replay aside. */
  void keepAside(long generation, List<RollupRecord.OfSeries> windows)
      throws IOException, InterruptedException {
    for (Window window : Window.values()) {
      List<RollupRecord.OfSeries> own =
          windows.stream().filter(each -> each.rollup().window() == window).toList();
      if (!own.isEmpty()) {
        InsertBody body = clickhouse.newBody();
        own.forEach(each -> RollupsInsert.write(generation, each, body));
        String table = "rollups_" + window.label() + "_replay";
        clickhouse.insert(RollupsInsert.statement(table, generation), "", body);
      }
    }
  }

  /**
   * The windows of the raw samples of some series in a day; series without samples are left out.
   */
  void raw(
      Set<SeriesId> ids,
      long day,
      ReplayBounds bounds,
      Function<SeriesId, MetricKind> kinds,
      EachSeries each)
      throws IOException, InterruptedException {
    clickhouse.query(
        "SELECT id, ts, value FROM samples WHERE id IN "
            + Text.ids(ids)
            + " AND "
            + inDay("ts", day)
            + " AND "
            + bounds.condition()
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

  /** Whether readers see a replay. */
  boolean isVisible(long generation, int partitions) throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT uniqExact(partition) FROM rollup_generations WHERE generation = "
            + generation
            + " FORMAT RowBinary",
        rows -> rows.uint64() == partitions);
  }

  /** Copies a replay's windows into the main tables; doing it twice does no harm. */
  void move(long generation) throws IOException, InterruptedException {
    for (Window window : Window.values()) {
      clickhouse.execute(
          String.format(
              Locale.ROOT,
              "INSERT INTO rollups_%1$s (%2$s) SELECT %2$s FROM rollups_%1$s_replay FINAL WHERE"
                  + " generation = %3$d SETTINGS max_partitions_per_insert_block = 0",
              window.label(),
              RollupsInsert.COLUMNS,
              generation));
    }
  }

  /** Forgets what is kept aside of a replay. */
  void drop(long generation) throws IOException, InterruptedException {
    clickhouse.execute("ALTER TABLE rollup_generations DROP PARTITION " + generation);
    for (Window window : Window.values()) {
      clickhouse.execute(
          "ALTER TABLE rollups_" + window.label() + "_replay DROP PARTITION " + generation);
    }
  }

  /** The windows of a replay beside those that readers see, the greatest differences first. */
  void compare(long generation, Window window, Each<ReplayDifference> each)
      throws IOException, InterruptedException {
    String ofGeneration = StoredWindow.ofGeneration(window, generation);
    String condition =
        "(tenant, metric, id, start) IN (SELECT tenant, metric, id, start FROM rollups_"
            + window.label()
            + "_replay WHERE generation = "
            + generation
            + ")";
    clickhouse.query(
        "SELECT n.tenant, n.metric, n.id, n.start, "
            + ReplayDifference.VALUES.replace("$", "n")
            + ", "
            + ReplayDifference.VALUES.replace("$", "o")
            + " FROM ("
            + ofGeneration
            + ") AS n LEFT JOIN ("
            + StoredWindow.visible(window, condition)
            + ") AS o ON n.tenant = o.tenant AND n.metric = o.metric AND n.id = o.id"
            + " AND n.start = o.start ORDER BY abs(toInt64(n.count) - toInt64(o.count)) DESC,"
            + " abs(n.sum - o.sum) DESC, n.id, n.start FORMAT RowBinary",
        rows -> {
          while (rows.next()) {
            each.accept(ReplayDifference.read(rows, window));
          }
          return rows;
        });
  }

  private static String inDay(String column, long day) {
    return column
        + " >= "
        + Text.time(day)
        + " AND "
        + column
        + " < "
        + Text.time(Window.H24.end(day));
  }
}
