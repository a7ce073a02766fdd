package io.tidegauge.query.store;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.config.ClickHouseProperties;
import io.tidegauge.query.web.Matcher;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is asked of the tables of {@code clickhouse/schema.sql}. Ids are read as two 64-bit halves;
 * lists are cut after one more than their limit, so that the caller sees that there is more.
 */
@Component
public final class History {

  private static final String ID =
      "reinterpretAsInt64(toUInt64(bitShiftRight(id, 64))) AS high,"
          + " reinterpretAsInt64(toUInt64(bitAnd(id, toUInt128('18446744073709551615')))) AS low";

  private static final String FINAL_SETTINGS = ", do_not_merge_across_partitions_select_final = 1";

  private final Queries queries;
  private final String settings;
  private final Replays replays;

  History(Queries queries, ClickHouseProperties properties) {
    this.queries = queries;
    long seconds = Math.max(1, properties.queryTimeout().toSeconds());
    this.settings = " SETTINGS max_execution_time = " + seconds;
    Sql any = new Sql().add("SELECT count() AS n FROM rollup_generations").add(settings);
    this.replays = new Replays(queries.rows(any, row -> row.getLong("n") > 0).single());
  }

  static SeriesId id(ResultSet row) throws SQLException {
    return new SeriesId(row.getLong("high"), row.getLong("low"));
  }

  /** The series of a metric. */
  public Flux<StoredSeries> series(
      String tenant, String metric, List<Matcher> matchers, int limit) {
    Sql sql =
        new Sql()
            .add("SELECT " + ID + ", any(labels) AS label_map, any(kind) AS series_kind,")
            .add(" any(unit) AS series_unit, any(server) AS series_server,")
            .add(" toUnixTimestamp64Milli(min(first_seen)) AS seen_first,")
            .add(" toUnixTimestamp64Milli(max(last_seen)) AS seen_last")
            .add(" FROM series WHERE tenant = ? AND metric = ?", tenant, metric)
            .matching(matchers)
            .add(" GROUP BY id ORDER BY id LIMIT ?", limit + 1L)
            .add(settings);
    return queries.rows(sql, row -> series(metric, row));
  }

  private static StoredSeries series(String metric, ResultSet row) throws SQLException {
    Map<String, String> labels = new LinkedHashMap<>();
    if (row.getObject("label_map") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    }
    labels.put(Labels.NAME, metric);
    return new StoredSeries(
        id(row),
        Labels.of(labels),
        row.getString("series_kind"),
        row.getString("series_unit"),
        row.getString("series_server"),
        row.getLong("seen_first"),
        row.getLong("seen_last"));
  }

  /** The metrics whose names start so. */
  public Flux<StoredMetric> metrics(String tenant, String prefix, int limit) {
    Sql sql =
        new Sql()
            .add("SELECT metric, any(kind) AS metric_kind, any(unit) AS metric_unit,")
            .add(" uniqExact(id) AS ids FROM series")
            .add(" WHERE tenant = ? AND startsWith(metric, ?)", tenant, prefix)
            .add(" GROUP BY metric ORDER BY metric LIMIT ?", limit + 1L)
            .add(settings);
    return queries.rows(
        sql,
        row ->
            new StoredMetric(
                row.getString("metric"),
                row.getString("metric_kind"),
                row.getString("metric_unit"),
                row.getLong("ids")));
  }

  /** How many windows there are, counted up to a limit. */
  public Mono<Long> count(RollupRange range, long limit) {
    Sql sql = new Sql().add("SELECT count() AS n FROM (SELECT id, start");
    where(sql, range, table(range.window()));
    sql.add(" GROUP BY id, start LIMIT ?)", limit + 1).add(settings);
    return queries.rows(sql, row -> row.getLong("n")).single();
  }

  /**
   * The rollups, all of a series together, in time order; of each window the highest version. A
   * replay is in the answer as a whole or not at all.
   */
  public Flux<StoredRollup> rollups(RollupRange range) {
    return anyReplay()
        .flatMapMany(
            any ->
                queries.rows(
                    any ? withReplays(range) : withoutReplays(range),
                    row -> RollupRow.read(row, range.window())))
        // A window without samples is what became of one that should not have been.
        .filter(stored -> !stored.rollup().aggregate().isEmpty());
  }

  /** Whether there is a replay whose rows are not in the main tables yet. */
  public Mono<Boolean> anyReplay() {
    return replays.any();
  }

  private Sql withoutReplays(RollupRange range) {
    Sql sql = select(range);
    where(sql, range, table(range.window()) + " FINAL");
    return sql.add(" ORDER BY id, start").add(settings).add(FINAL_SETTINGS);
  }

  private Sql withReplays(RollupRange range) {
    String columns = RollupRow.STORED + (range.sketches() ? ", sketch" : "");
    Sql sql = select(range).add(" FROM (SELECT " + columns);
    where(sql, range, table(range.window()) + " FINAL");
    sql.add(" UNION ALL SELECT " + columns);
    where(sql, range, table(range.window()) + "_replay FINAL");
    return sql.add(
            " AND generation IN (SELECT generation FROM rollup_generations GROUP BY generation"
                + " HAVING uniqExact(partition) = max(partitions))")
        .add(") ORDER BY id, start, version DESC LIMIT 1 BY id, start")
        .add(settings)
        .add(FINAL_SETTINGS);
  }

  private static Sql select(RollupRange range) {
    return new Sql()
        .add("SELECT " + ID + "," + RollupRow.COLUMNS)
        .add(range.sketches() ? ", base64Encode(sketch) AS sketch_text" : ", '' AS sketch_text");
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
