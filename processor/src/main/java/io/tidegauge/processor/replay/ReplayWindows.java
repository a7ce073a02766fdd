package io.tidegauge.processor.replay;

import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.InsertBody;
import io.tidegauge.processor.sink.rollups.RollupsInsert;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The windows that readers see, and those of a replay that are kept aside. */
final class ReplayWindows {

  private final ClickHouseClient clickhouse;

  ReplayWindows(ClickHouseClient clickhouse) {
    this.clickhouse = clickhouse;
  }

  /** The windows of some series of a tenant in a day that readers see. */
  void visible(
      Window window, Set<SeriesId> ids, String tenant, long day, Each<RollupRecord.OfSeries> each)
      throws IOException, InterruptedException {
    String condition =
        "tenant = "
            + Text.quoted(tenant)
            + " AND id IN "
            + Text.ids(ids)
            + " AND "
            + Text.inDay("start", day);
    read(StoredWindow.visible(window, condition), window, each);
  }

  /** The windows of a replay. */
  void ofReplay(long id, Window window, Each<RollupRecord.OfSeries> each)
      throws IOException, InterruptedException {
    read(StoredWindow.ofGeneration(window, id), window, each);
  }

  private void read(String query, Window window, Each<RollupRecord.OfSeries> each)
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
  void keepAside(long id, List<RollupRecord.OfSeries> windows)
      throws IOException, InterruptedException {
    for (Window window : Window.values()) {
      List<RollupRecord.OfSeries> own =
          windows.stream().filter(each -> each.rollup().window() == window).toList();
      if (!own.isEmpty()) {
        InsertBody body = clickhouse.newBody();
        ProtoWriter sketch = new ProtoWriter(1024);
        own.forEach(each -> RollupsInsert.write(id, each, sketch, body));
        String table = "rollups_" + window.label() + "_replay";
        clickhouse.insert(RollupsInsert.statement(table, id), "", body);
      }
    }
  }

  /** The windows of a replay beside those that readers see, the greatest differences first. */
  void compare(long id, Window window, Each<ReplayDifference> each)
      throws IOException, InterruptedException {
    String condition =
        "(tenant, metric, id, start) IN (SELECT tenant, metric, id, start FROM rollups_"
            + window.label()
            + "_replay WHERE generation = "
            + id
            + ")";
    clickhouse.query(
        "SELECT n.tenant, n.metric, n.id, n.start, "
            + ReplayDifference.VALUES.replace("$", "n")
            + ", "
            + ReplayDifference.VALUES.replace("$", "o")
            + " FROM ("
            + StoredWindow.ofGeneration(window, id)
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

  /** Whether readers see a replay. */
  boolean isVisible(long id, int partitions) throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT uniqExact(partition) FROM rollup_generations WHERE generation = "
            + id
            + " FORMAT RowBinary",
        rows -> rows.uint64() == partitions);
  }

  /** Copies a replay's windows into the main tables; doing it twice does no harm. */
  void move(long id) throws IOException, InterruptedException {
    for (Window window : Window.values()) {
      clickhouse.execute(
          String.format(
              Locale.ROOT,
              "INSERT INTO rollups_%1$s (%2$s) SELECT %2$s FROM rollups_%1$s_replay FINAL WHERE"
                  + " generation = %3$d SETTINGS max_partitions_per_insert_block = 0",
              window.label(),
              RollupsInsert.COLUMNS,
              id));
    }
  }

  /** Forgets what is kept aside of a replay. */
  void drop(long id) throws IOException, InterruptedException {
    clickhouse.execute("ALTER TABLE rollup_generations DROP PARTITION " + id);
    for (Window window : Window.values()) {
      clickhouse.execute("ALTER TABLE rollups_" + window.label() + "_replay DROP PARTITION " + id);
    }
  }
}
