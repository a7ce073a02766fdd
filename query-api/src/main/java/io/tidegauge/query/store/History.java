package io.tidegauge.query.store;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.config.ClickHouseProperties;
import io.tidegauge.query.web.Matcher;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is asked of the tables of {@code clickhouse/schema.sql}. Lists are cut after one more than
 * their limit, so that the caller sees that there is more.
 */
@Component
public final class History {

  private static final String FINAL_SETTINGS = ", do_not_merge_across_partitions_select_final = 1";

  private final Queries queries;
  private final String settings;
  private final Replays replays;

  History(Queries queries, ClickHouseProperties properties) {
    this.queries = queries;
    long seconds = Math.max(1, properties.queryTimeout().toSeconds());
    this.settings = " SETTINGS max_execution_time = " + seconds;
    Sql any = new Sql().add("SELECT count() FROM rollup_generations").add(settings);
    this.replays = new Replays(queries.rows(any, row -> row.int64() > 0).single());
  }

  /** The labels of a metric's series, its name among them. */
  public Flux<Map.Entry<SeriesId, Labels>> labels(
      String tenant, String metric, List<Matcher> matchers, int limit) {
    // A series' labels never change, so that any of its rows will do.
    Sql sql =
        new Sql()
            .add("SELECT id, labels FROM series WHERE tenant = ? AND metric = ?", tenant, metric)
            .matching(matchers)
            .add(" LIMIT 1 BY id LIMIT ?", limit + 1L)
            .add(settings);
    return queries.rows(sql, row -> Map.entry(row.seriesId(), labels(metric, row)));
  }

  private static Labels labels(String metric, RowBinary row) throws IOException {
    Map<String, String> labels = row.strings();
    labels.put(Labels.NAME, metric);
    return Labels.of(labels);
  }

  /** The series of a metric. */
  public Flux<StoredSeries> series(
      String tenant, String metric, List<Matcher> matchers, int limit) {
    Sql sql =
        new Sql()
            .add("SELECT id, any(labels), toString(any(kind)), any(unit), any(server),")
            .add(" min(first_seen), max(last_seen)")
            .add(" FROM series WHERE tenant = ? AND metric = ?", tenant, metric)
            .matching(matchers)
            .add(" GROUP BY id ORDER BY id LIMIT ?", limit + 1L)
            .add(settings);
    return queries.rows(sql, row -> series(metric, row));
  }

  private static StoredSeries series(String metric, RowBinary row) throws IOException {
    return new StoredSeries(
        row.seriesId(),
        labels(metric, row),
        row.string(),
        row.string(),
        row.string(),
        row.int64(),
        row.int64());
  }

  /** The metrics whose names start so. */
  public Flux<StoredMetric> metrics(String tenant, String prefix, int limit) {
    Sql sql =
        new Sql()
            .add("SELECT metric, toString(any(kind)), any(unit), uniqExact(id) FROM series")
            .add(" WHERE tenant = ? AND startsWith(metric, ?)", tenant, prefix)
            .add(" GROUP BY metric ORDER BY metric LIMIT ?", limit + 1L)
            .add(settings);
    return queries.rows(
        sql, row -> new StoredMetric(row.string(), row.string(), row.string(), row.int64()));
  }

  /** How many windows there are, counted up to a limit. */
  public Mono<Long> count(RollupRange range, long limit) {
    Sql sql = new Sql().add("SELECT count() FROM (SELECT id, start");
    where(sql, range, table(range.window()));
    sql.add(" GROUP BY id, start LIMIT ?)", limit + 1).add(settings);
    return queries.rows(sql, RowBinary::int64).single();
  }

  /**
   * The rollups of one series after the other, in time order; of each window the highest version. A
   * replay is in the answer as a whole or not at all.
   */
  public Flux<StoredRollups> rollups(RollupRange range) {
    RollupColumns columns = new RollupColumns(range.fields());
    return anyReplay()
        .flatMapMany(
            any ->
                queries.groups(
                    any ? withReplays(range, columns) : withoutReplays(range, columns),
                    () -> new RollupsReader(columns, range.window())))
        .filter(series -> !series.rollups().isEmpty());
  }

  /** Whether there is a replay whose rows are not in the main tables yet. */
  public Mono<Boolean> anyReplay() {
    return replays.any();
  }

  private Sql withoutReplays(RollupRange range, RollupColumns columns) {
    Sql sql = new Sql().add("SELECT " + columns.list());
    where(sql, range, table(range.window()) + " FINAL");
    return sql.add(" ORDER BY id, start").add(settings).add(FINAL_SETTINGS);
  }

  private Sql withReplays(RollupRange range, RollupColumns columns) {
    Sql sql = new Sql().add("SELECT " + columns.list());
    sql.add(" FROM (SELECT " + columns.list());
    where(sql, range, table(range.window()) + " FINAL");
    sql.add(" UNION ALL SELECT " + columns.list());
    where(sql, range, table(range.window()) + "_replay FINAL");
    return sql.add(
            " AND generation IN (SELECT generation FROM rollup_generations GROUP BY generation"
                + " HAVING uniqExact(partition) = max(partitions))")
        .add(") ORDER BY id, start, version DESC LIMIT 1 BY id, start")
        .add(settings)
        .add(FINAL_SETTINGS);
  }

  private static void where(Sql sql, RollupRange range, String tables) {
    sql.add(" FROM " + tables)
        .add(" WHERE tenant = ? AND metric = ?", range.tenant(), range.metric())
        .add(
            " AND start >= fromUnixTimestamp64Milli(?, 'UTC')"
                + " AND start < fromUnixTimestamp64Milli(?, 'UTC')",
            range.from(),
            range.to());
    if (!range.matchers().isEmpty()) {
      sql.add(
              " AND id IN (SELECT id FROM series WHERE tenant = ? AND metric = ?",
              range.tenant(),
              range.metric())
          .matching(range.matchers())
          .add(")");
    }
  }

  private static String table(Window window) {
    return switch (Objects.requireNonNull(window)) {
      case M5 -> "rollups_5m";
      case M15 -> "rollups_15m";
      case H1 -> "rollups_1h";
      case H24 -> "rollups_24h";
    };
  }
}
