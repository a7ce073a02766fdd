package io.tidegauge.query.support;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.series.ServerRule;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.engines.ClickHouseEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the tables of the shared schema and writes rows as the sinks do. */
public final class HistoryTables {

  private final ClickHouseEndpoint endpoint;
  private final Connection connection;

  HistoryTables(ClickHouseEndpoint endpoint) throws SQLException {
    this.endpoint = endpoint;
    this.connection =
        DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.username(), endpoint.password());
    String schema = resource("/clickhouse/schema.sql").replace("${raw_days}", "7");
    for (String statement : schema.split(";\\s*\n", -1)) {
      String body =
          statement
              .lines()
              .filter(line -> !line.startsWith("--"))
              .collect(Collectors.joining("\n"))
              .strip();
      if (body.contains("${window}")) {
        for (Window window : Window.values()) {
          execute(body.replace("${window}", window.label()).replace("${rollup_days}", "3650"));
        }
      } else if (!body.isEmpty()) {
        execute(body);
      }
    }
  }

  /** The tables of a ClickHouse of a test's own. */
  public static HistoryTables of(ClickHouseEndpoint endpoint) throws SQLException {
    return new HistoryTables(endpoint);
  }

  private static String resource(String name) {
    try (InputStream in = HistoryTables.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("ClickHouse refused: " + sql, e);
    }
  }

  ClickHouseEndpoint endpoint() {
    return endpoint;
  }

  /** Writes a row of the series table. */
  public void series(String tenant, SeriesId id, Labels labels, MetricKind kind, long seen) {
    String map =
        labels.toMap().entrySet().stream()
            .map(HistoryTables::pair)
            .collect(Collectors.joining(", ", "map(", ")"));
    execute(
        "INSERT INTO series VALUES ("
            + String.join(
                ", ",
                text(tenant),
                text(labels.metric()),
                id(id),
                map,
                text(kind.name().toLowerCase(Locale.ROOT)),
                text(""),
                text(ServerRule.serverOf(labels)),
                time(seen),
                time(seen))
            + ")");
  }

  private static String pair(Map.Entry<String, String> label) {
    return text(label.getKey()) + ", " + text(label.getValue());
  }

  /** Writes a row of a rollups table. */
  public void rollup(String tenant, SeriesId id, String metric, MetricKind kind, Rollup rollup) {
    rollup("", tenant, id, metric, kind, rollup);
  }

  /** Writes a row of a replay, which is kept aside. */
  public void replayed(
      long generation, String tenant, SeriesId id, String metric, MetricKind kind, Rollup rollup) {
    rollup(String.valueOf(generation), tenant, id, metric, kind, rollup);
  }

  /** Notes that the sink has the mark of a replay in a partition. */
  public void generation(long generation, int partition, int partitions) {
    execute(
        "INSERT INTO rollup_generations (generation, partition, partitions) VALUES (%d, %d, %d)"
            .formatted(generation, partition, partitions));
  }

  /** Forgets the marks of a replay. */
  public void dropGeneration(long generation) {
    execute("ALTER TABLE rollup_generations DROP PARTITION " + generation);
  }

  private void rollup(
      String generation,
      String tenant,
      SeriesId id,
      String metric,
      MetricKind kind,
      Rollup rollup) {
    Aggregate a = rollup.aggregate();
    ProtoWriter sketch = new ProtoWriter(256);
    a.sketch().write(sketch);
    execute(
        "INSERT INTO rollups_"
            + rollup.window().label()
            + (generation.isEmpty() ? " (" : "_replay (generation, ")
            + "tenant, metric, id, start, version_epoch, version_offset, version_revision,"
            + " state, kind, count, nan_count, sum, sum_compensation, sum_of_squares, min, max,"
            + " first_ts, first, last_ts, last, increase, sketch) VALUES ("
            + (generation.isEmpty() ? "" : generation + ", ")
            + String.join(
                ", ",
                text(tenant),
                text(metric),
                id(id),
                time(rollup.start()),
                String.valueOf(rollup.version().epoch()),
                String.valueOf(rollup.version().offset()),
                String.valueOf(rollup.version().revision()),
                text(rollup.state().name().toLowerCase(Locale.ROOT)),
                text(kind.name().toLowerCase(Locale.ROOT)),
                String.valueOf(a.count()),
                String.valueOf(a.nanCount()),
                String.valueOf(a.rawSum()),
                String.valueOf(a.compensation()),
                String.valueOf(a.sumOfSquares()),
                String.valueOf(a.min()),
                String.valueOf(a.max()),
                time(a.firstTimestamp()),
                String.valueOf(a.first()),
                time(a.lastTimestamp()),
                String.valueOf(a.last()),
                String.valueOf(a.increase()),
                "base64Decode("
                    + text(Base64.getEncoder().encodeToString(sketch.toByteArray()))
                    + ")")
            + ")");
  }

  /** Writes final 5m windows of one value, one after the other. */
  public void windows(String tenant, SeriesId id, String metric, long first, int windows) {
    execute(
        "INSERT INTO rollups_5m (tenant, metric, id, start, version_epoch, version_offset,"
            + " version_revision, state, kind, count, nan_count, sum, sum_compensation,"
            + " sum_of_squares, min, max, first_ts, first, last_ts, last, increase, sketch) SELECT "
            + String.join(
                ", ",
                text(tenant),
                text(metric),
                id(id),
                "fromUnixTimestamp64Milli(toInt64(" + first + " + number * 300000), 'UTC') AS at",
                "1, 1, 0, 'final', 'gauge', 1, 0, 1, 0, 1, 1, 1, at, 1, at, 1, 0, ''")
            + " FROM numbers("
            + windows
            + ")");
  }

  private static String id(SeriesId id) {
    return "toUInt128('" + new BigInteger(id.toString(), 16) + "')";
  }

  private static String time(long millis) {
    return "fromUnixTimestamp64Milli(toInt64(" + millis + "), 'UTC')";
  }

  private static String text(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
