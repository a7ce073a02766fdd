package io.tidegauge.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.cli.testing.CommandRun;
import io.tidegauge.cli.testing.Environments;
import io.tidegauge.cli.testing.QueryService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers that are known beforehand. */
class QueryCommandTest {

  private static final String METRICS =
      """
      {"metrics": [{"name": "disk_free_bytes", "kind": "gauge", "unit": "", "series": 2},
        {"name": "http_requests_total", "kind": "counter", "unit": "", "series": 12},
        {"name": "http_wait_seconds", "kind": "observation", "unit": "s", "series": 1}]}""";
  private static final String ROLLUPS =
      """
      {"metric": "disk_free_bytes", "window": "5m", "watermark": "2026-03-01T11:58:00Z", "series": [
        {"labels": {"host": "a"}, "points": [
          {"start": "2026-03-01T11:45:00Z", "avg": 1024, "rate": 1, "p95": "NaN", "final": true},
          {"start": "2026-03-01T11:50:00Z", "avg": 3072, "rate": 3, "p95": 2048, "final": true},
          {"start": "2026-03-01T11:55:00Z", "avg": 2048, "rate": 2, "p95": 1024, "final": false}]},
        {"labels": {"host": "b"}, "points": [
          {"start": "2026-03-01T11:55:00Z", "avg": 5, "rate": 2, "p95": 5, "final": true}]}]}""";

  private final QueryService service = new QueryService();

  @BeforeEach
  void answers() {
    service.json("/api/v1/metrics", METRICS).json("/api/v1/rollups", ROLLUPS);
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void aRowForEachSeries() {
    CommandRun run = query("disk_free_bytes");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            SERIES                     OF   TREND    MIN    MAX   LAST     WINDOWS
            disk_free_bytes{host="a"}  avg  ▁█▅    1 KiB  3 KiB  2 KiB  3 (1 open)
            disk_free_bytes{host="b"}  avg  ▄        5 B    5 B    5 B           1

            complete up to 2026-03-01 20:58:00; windows of 5m, times in Asia/Seoul
            """);
  }

  @Test
  void eachKindHasItsOwnMeasures() {
    query("http_requests_total");
    query("http_wait_seconds");
    query("http_wait_seconds", "--agg", "max,p99.9", "--json");
    query("http_wait_seconds", "--json");

    assertThat(service.asked().stream().filter(each -> each.contains("rollups")))
        .satisfiesExactly(
            asked -> assertThat(asked).endsWith("&agg=rate"),
            asked -> assertThat(asked).endsWith("&agg=avg%2Cp95"),
            asked -> assertThat(asked).endsWith("&agg=max%2Cp99.9"),
            asked -> assertThat(asked).endsWith("&window=5m"));
  }

  @Test
  void rangesAndFiltersAreThoseOfTheApi() {
    query(
        "m",
        "--window",
        "1h",
        "--from",
        "-6h",
        "--to",
        "now",
        "--match",
        "host:a b",
        "--match",
        "x:",
        "--by",
        "host,code",
        "--json");
    query("m", "--from", "2026-03-01", "--to", "2026-03-01T08:00", "--by", "", "--json");
    query("m", "--from", "1700000000000", "--to", "2026-03-01T08:00:00+01:00", "--json");

    assertThat(service.asked())
        .containsExactly(
            "/api/v1/rollups?metric=m&window=1h&match=host%3Aa%20b&match=x%3A"
                + "&from=2026-03-01T06%3A00%3A00Z&to=2026-03-01T12%3A00%3A00Z&by=host%2Ccode",
            "/api/v1/rollups?metric=m&window=5m"
                + "&from=2026-02-28T15%3A00%3A00Z&to=2026-02-28T23%3A00%3A00Z&by=",
            "/api/v1/rollups?metric=m&window=5m"
                + "&from=2023-11-14T22%3A13%3A20Z&to=2026-03-01T07%3A00%3A00Z");
  }

  @Test
  void pointsListTheWindowsAndMarkTheOpenOnes() {
    CommandRun run = query("disk_free_bytes", "--agg", "avg,p95", "--points");

    assertThat(run.out())
        .startsWith(
            """
            disk_free_bytes{host="a"}
            START               AVG    P95  STATE
            2026-03-01 20:45  1 KiB      –  final
            2026-03-01 20:50  3 KiB  2 KiB  final
            2026-03-01 20:55  2 KiB  1 KiB  open

            disk_free_bytes{host="b"}
            """);
  }

  @Test
  void jsonIsTheApisOwnInUtc() {
    JsonNode series = query("disk_free_bytes", "--json").lines().getFirst().path("series").path(0);

    assertThat(series.path("points").path(0).path("start").asString())
        .isEqualTo("2026-03-01T11:45:00Z");
  }

  @Test
  void withoutAMetricItListsThem() {
    assertThat(query().out())
        .containsPattern("http_requests_total +counter +12\n")
        .containsPattern("http_wait_seconds +observation +s +1\n");
    assertThat(query("--json").lines().getFirst().path("metrics")).hasSize(3);
  }

  @Test
  void nothingIsSaidSoWithAdvice() {
    service.json("/api/v1/rollups", "{\"watermark\": null, \"series\": []}");

    CommandRun unknown = query("http_requests");
    assertThat(unknown.code()).isZero();
    assertThat(unknown.err())
        .contains("is it one of these: http_requests_total, http_wait_seconds");
    assertThat(query("disk_free_bytes").err()).contains("earlier --from");
    assertThat(query("nothing_like_it", "--fail-if-empty").code()).isEqualTo(1);
    assertThat(query("disk_free_bytes", "--fail-if-empty", "--json").code()).isEqualTo(1);
  }

  @Test
  void historyIsNotNeededForTheKind() {
    service.problem("/api/v1/metrics", 503, "History is unavailable");

    assertThat(query("disk_free_bytes").out()).contains("1 KiB");
    assertThat(query("cpu_seconds_total").out()).contains(" rate ");
    assertThat(query().code()).isEqualTo(3);
  }

  @Test
  void exitCodes() {
    assertThat(query("m", "--from", "yesterday").code()).isEqualTo(2);
    assertThat(query("m", "--from", "yesterday").err()).contains("--from").contains("-6h");
    assertThat(query("m", "--window", "7m").code()).isEqualTo(2);
    assertThat(query("m", "--tenant", "a b").code()).isEqualTo(2);
    service.problem("/api/v1/rollups", 400, "unknown agg 'x', use avg");
    CommandRun refused = query("m", "--agg", "x");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).isEqualTo("query: unknown agg 'x', use avg");
    service.problem("/api/v1/rollups", 503, "History is unavailable");
    assertThat(query("m").code()).isEqualTo(3);
    service.json("/api/v1/rollups", "<html>");
    assertThat(query("m").code()).isEqualTo(3);
    assertThat(query("--help").out()).contains("Exit codes:").contains("3 ");
  }

  private CommandRun query(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--url", service.url()));
    return CommandRun.of(
        outputs -> QueryCommand.commandLine(Environments.pipe()), all.toArray(String[]::new));
  }
}
