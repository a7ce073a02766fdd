package io.tidegauge.query.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** ClickHouse reads Arrow and Parquet, and finds what the lines of JSON say, cell by cell. */
class ColumnarIT {

  private static final long T = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
  private static final long M5 = Window.M5.millis();
  private static final String ALL =
      "&agg=count,sum,min,max,avg,stddev,first,last,increase,rate,p50,p99.9";

  private final Harness harness = Harness.get();

  private static Labels web(String zone) {
    return Labels.of("load", "host", "web \"1\", 'a'\\b", "zone", zone);
  }

  /** History, an open window, no number in one window, infinities in another. */
  private Api given(String tenant) {
    Labels plain = Labels.of("load", "host", "db-1");
    Labels odd = web("münchen \uD83C\uDF0A");
    harness.history().series(tenant, Samples.id(tenant, plain), plain, MetricKind.GAUGE, T);
    store(tenant, plain, Samples.rollup(Window.M5, T, 5, Rollup.State.FINAL, 0.1, 0.2, 0.7));
    store(tenant, plain, Samples.rollup(Window.M5, T + M5, 5, Rollup.State.FINAL, 1e300, -1e-300));
    harness
        .live()
        .write(
            tenant,
            20,
            T + 3 * M5 + 60_000,
            Samples.gauge(
                tenant,
                odd,
                20,
                T + 3 * M5,
                1,
                Samples.rollup(Window.M5, T, 20, Rollup.State.FINAL, Double.NaN),
                Samples.rollup(
                    Window.M5, T + M5, 20, Rollup.State.FINAL, Double.POSITIVE_INFINITY, 1),
                Samples.rollup(
                    Window.M5, T + 2 * M5, 20, Rollup.State.FINAL, 2, Double.NEGATIVE_INFINITY),
                Samples.rollup(Window.M5, T + 3 * M5, 20, Rollup.State.PROVISIONAL, 5, 6)),
            Samples.gauge(
                tenant,
                Labels.of("load"),
                20,
                T + 3 * M5,
                1,
                Samples.rollup(Window.M5, T + 3 * M5, 20, Rollup.State.PROVISIONAL, 9)));
    Api client = harness.api(tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.get("/api/v1/live").path("series").size() == 2);
    return client;
  }

  private void store(String tenant, Labels labels, Rollup rollup) {
    harness.history().rollup(tenant, Samples.id(tenant, labels), "load", MetricKind.GAUGE, rollup);
  }

  private static String path(String query) {
    return "/api/v1/rollups?metric=load&from=" + T + "&to=" + (T + 4 * M5) + query;
  }

  @ParameterizedTest
  @CsvSource({
    "ARROW, ArrowStream, ''",
    "ARROW, ArrowStream, '&by=zone'",
    "ARROW, ArrowStream, '&by='",
    "PARQUET, Parquet, ''",
    "PARQUET, Parquet, '&by=zone'",
    "PARQUET, Parquet, '&by='"
  })
  void everyCellIsThatOfTheLines(Format format, String name, String by) {
    Api api = given("columnar-cells");
    List<JsonNode> lines =
        api.text(path(ALL + by), Format.NDJSON.type()).lines().map(Api::json).toList();
    assertThat(lines).hasSizeGreaterThan(3);

    List<JsonNode> rows =
        harness.clickhouse().read("SELECT *", name, api.bytes(path(ALL + by), format.type()));

    assertThat(rows).hasSameSizeAs(lines);
    for (int i = 0; i < rows.size(); i++) {
      assertSame(lines.get(i), rows.get(i));
    }
  }

  private static void assertSame(JsonNode line, JsonNode row) {
    assertThat(row.path("metric").asString()).isEqualTo("load");
    assertThat(row.path("window").asString()).isEqualTo("5m");
    assertThat(Instant.parse(row.path("start").asString()).toString())
        .isEqualTo(line.path("start").asString());
    assertThat(row.path("labels")).isEqualTo(line.path("labels"));
    assertThat(row.path("final").asBoolean()).isEqualTo(line.path("final").asBoolean());
    for (String agg : ALL.substring(ALL.indexOf('=') + 1).split(",", -1)) {
      if (line.has(agg)) {
        assertThat(Double.valueOf(number(row.path(agg))))
            .as(agg + " of " + line)
            .isEqualTo(Double.valueOf(number(line.path(agg))));
      } else {
        assertThat(row.path(agg).isNull()).as(agg + " of " + line).isTrue();
      }
    }
  }

  private static double number(JsonNode cell) {
    if (cell.isNumber()) {
      return cell.asDouble();
    }
    return switch (cell.asString()) {
      case "NaN", "nan" -> Double.NaN;
      case "+Inf", "inf" -> Double.POSITIVE_INFINITY;
      case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> throw new AssertionError("no number: " + cell);
    };
  }

  @ParameterizedTest
  @CsvSource({"ARROW, ArrowStream", "PARQUET, Parquet"})
  void theColumnsHaveTheirTypes(Format format, String name) {
    Api api = given("columnar-types");

    List<String> columns =
        harness
            .clickhouse()
            .columns(name, api.bytes(path("&agg=count,avg,first"), format.type()))
            .stream()
            .map(column -> column.replaceAll("Nullable\\((String|Int64|Bool|DateTime.*)\\)", "$1"))
            .toList();

    assertThat(columns)
        .containsExactly(
            "metric\tString",
            "window\tString",
            "start\tDateTime64(3, 'UTC')",
            "labels\tMap(String, String)",
            "count\tInt64",
            "avg\tFloat64",
            "first\tNullable(Float64)",
            "final\tBool");
  }

  @ParameterizedTest
  @CsvSource({"ARROW, ArrowStream", "PARQUET, Parquet"})
  void anAnswerWithoutRowsIsAFileWithoutRows(Format format, String name) {
    byte[] file = given("columnar-empty").bytes(path("&match=host:nobody"), format.type());

    assertThat(harness.clickhouse().columns(name, file)).hasSize(5 + 13);
    String table = "metric String, start DateTime64(3), labels Map(String, String), count Int64";
    assertThat(harness.clickhouse().inserted(table, name, file)).isZero();
    byte[] full = harness.api("columnar-empty").bytes(path(""), format.type());
    assertThat(harness.clickhouse().inserted(table, name, full)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"ARROW", "PARQUET"})
  void theWatermarkIsInTheSchema(Format format) {
    byte[] file = given("columnar-watermark").bytes(path(""), format.type());

    assertThat(new String(file, StandardCharsets.ISO_8859_1))
        .contains("tidegauge.watermark", "2026-03-01T10:16:00Z");
  }
}
