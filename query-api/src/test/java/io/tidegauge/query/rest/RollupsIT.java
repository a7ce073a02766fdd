package io.tidegauge.query.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** {@code /api/v1/rollups} on real ClickHouse, Kafka and Redis. */
class RollupsIT {

  private static final long T = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
  private static final long M5 = Window.M5.millis();
  private static final Labels WEB = Labels.of("load", "host", "web-1", "rack", "a");
  private static final Labels DB = Labels.of("load", "host", "db-1", "rack", "a");

  private final Harness harness = Harness.get();

  /** Two closed windows in history; for the first, web-1 also in live, with a higher version. */
  private Api given(String tenant) {
    for (Labels labels : new Labels[] {WEB, DB}) {
      harness.history().series(tenant, Samples.id(tenant, labels), labels, MetricKind.GAUGE, T);
      double base = labels.equals(WEB) ? 1 : 10;
      store(tenant, labels, Samples.rollup(Window.M5, T, 5, Rollup.State.FINAL, base, base + 1));
      store(tenant, labels, Samples.rollup(Window.M5, T + M5, 7, Rollup.State.PROVISIONAL, 99));
      store(
          tenant,
          labels,
          Samples.rollup(Window.M5, T + M5, 8, Rollup.State.FINAL, base + 2, base + 4));
    }
    long open = T + 2 * M5;
    harness
        .live()
        .write(
            tenant,
            20,
            open + 60_000,
            Samples.gauge(
                tenant,
                WEB,
                20,
                open + 2_000,
                7,
                Samples.rollup(Window.M5, T, 6, Rollup.State.FINAL, 1, 2, 3),
                Samples.rollup(Window.M5, open, 20, Rollup.State.PROVISIONAL, 5, 6, 7)));
    Api client = harness.api(tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.get("/api/v1/live").path("series").size() == 1);
    return client;
  }

  private void store(String tenant, Labels labels, Rollup rollup) {
    harness.history().rollup(tenant, Samples.id(tenant, labels), "load", MetricKind.GAUGE, rollup);
  }

  private String rollups(String query) {
    return "/api/v1/rollups?metric=load&from=" + T + "&to=" + (T + 3 * M5) + query;
  }

  @Test
  void joinsHistoryWithTheOpenWindowByVersion() {
    Api client = given("rollups-join");

    JsonNode answer = client.get(rollups("&window=5m"));

    assertThat(answer.path("metric").asString()).isEqualTo("load");
    assertThat(answer.path("window").asString()).isEqualTo("5m");
    assertThat(answer.path("watermark").asString()).isEqualTo("2026-03-01T10:11:00Z");
    assertThat(answer.path("series").size()).isEqualTo(2);
    JsonNode web = series(answer, "web-1");
    assertThat(web.path("labels").propertyNames()).containsExactly("host", "rack");
    assertThat(web.path("points").valueStream().map(p -> p.path("count").asInt()))
        .containsExactly(3, 2, 3);
    assertThat(web.path("points").valueStream().map(p -> p.path("final").asBoolean()))
        .containsExactly(true, true, false);
    JsonNode open = web.path("points").get(2);
    assertThat(open.path("start").asString()).isEqualTo("2026-03-01T10:10:00Z");
    assertThat(open.path("sum").asDouble()).isEqualTo(18);
    assertThat(open.path("p50").asDouble()).isCloseTo(6, within(0.06));
    JsonNode db = series(answer, "db-1");
    assertThat(db.path("points").valueStream().map(p -> p.path("sum").asDouble()))
        .containsExactly(21.0, 26.0);
    assertThat(db.path("points").get(1).path("p99").asDouble()).isCloseTo(12, within(0.12));
  }

  private static JsonNode series(JsonNode answer, String host) {
    return answer
        .path("series")
        .valueStream()
        .filter(s -> s.path("labels").path("host").asString("").equals(host))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMeasureAloneIsWhatItIsBesideAllOthers() {
    String tenant = "rollups-each";
    Labels counter = Labels.of("load", "host", "counter");
    SeriesId id = Samples.id(tenant, counter);
    harness.history().series(tenant, id, counter, MetricKind.COUNTER, T);
    Rollup rollup =
        new Rollup(
            Window.M5,
            T,
            new RollupVersion(1, 5, 0),
            Rollup.State.FINAL,
            Samples.aggregate(true, T, 3, 8, 20, 5));
    harness.history().rollup(tenant, id, "load", MetricKind.COUNTER, rollup);
    List<String> all =
        List.of(
            "count",
            "sum",
            "min",
            "max",
            "avg",
            "stddev",
            "first",
            "last",
            "increase",
            "rate",
            "p50",
            "p100");
    Api client = harness.api(tenant);

    JsonNode together = point(client, String.join(",", all));

    assertThat(together.path("sum").asDouble()).isEqualTo(36);
    assertThat(together.path("increase").asDouble()).isEqualTo(22);
    assertThat(together.path("p100").asDouble()).isEqualTo(20);
    for (String measure : all) {
      assertThat(point(client, measure).toString())
          .isEqualTo(
              "{\"start\":\"2026-03-01T10:00:00Z\",\"%s\":%s,\"final\":true}"
                  .formatted(measure, together.path(measure)));
    }
  }

  private JsonNode point(Api client, String measures) {
    return client.get(rollups("&agg=" + measures)).path("series").get(0).path("points").get(0);
  }

  @Test
  void mergesByLabels() {
    Api client = given("rollups-by");

    JsonNode answer = client.get(rollups("&by=rack&agg=count,sum,max,first"));

    assertThat(answer.path("series").size()).isEqualTo(1);
    JsonNode line = answer.path("series").get(0);
    assertThat(line.path("labels").toString()).isEqualTo("{\"rack\":\"a\"}");
    assertThat(line.path("points").get(0).toString())
        .isEqualTo(
            "{\"start\":\"2026-03-01T10:00:00Z\",\"count\":5,\"sum\":27,\"max\":11,\"final\":true}");
    assertThat(line.path("points").get(2).path("final").asBoolean()).isFalse();
  }

  @Test
  void matchesLabels() {
    Api client = given("rollups-match");

    assertThat(client.get(rollups("&match=host:db-1")).path("series").size()).isEqualTo(1);
    assertThat(client.get(rollups("&match=host:db-1&match=rack:b")).path("series").size()).isZero();
    assertThat(client.get(rollups("&match=zone:")).path("series").size()).isEqualTo(2);
    assertThat(client.get(rollups("&match=host:%27%20OR%201=1--")).path("series").size()).isZero();
  }

  @Test
  void writesCsvAndNdjson() {
    Api client = given("rollups-formats");

    String csv =
        client.text(rollups("&match=host:db-1&agg=count,avg"), MediaType.valueOf("text/csv"));
    assertThat(csv)
        .isEqualTo(
            """
            metric,labels,start,count,avg,final\r
            load,"{""host"":""db-1"",""rack"":""a""}",2026-03-01T10:00:00Z,2,10.5,true\r
            load,"{""host"":""db-1"",""rack"":""a""}",2026-03-01T10:05:00Z,2,13,true\r
            """);
    String lines =
        client.text(
            rollups("&match=host:db-1&agg=count"), MediaType.valueOf("application/x-ndjson"));
    assertThat(lines.lines())
        .containsExactly(
            "{\"metric\":\"load\",\"labels\":{\"host\":\"db-1\",\"rack\":\"a\"},\"start\":\"2026-03-01T10:00:00Z\",\"count\":2,\"final\":true}",
            "{\"metric\":\"load\",\"labels\":{\"host\":\"db-1\",\"rack\":\"a\"},\"start\":\"2026-03-01T10:05:00Z\",\"count\":2,\"final\":true}");
  }

  @Test
  void everyFormatSaysHowFarItIsCompleteInAHeader() {
    Api client = given("rollups-watermark");

    for (Format format : Format.values()) {
      var answer = client.exchange(HttpMethod.GET, rollups("&window=5m"), format.type());
      assertThat(answer.getStatusCode().value()).isEqualTo(200);
      assertThat(answer.getHeaders().get("Tidegauge-Watermark"))
          .as(format.name())
          .containsExactly("2026-03-01T10:11:00Z");
    }
    var nobody =
        harness
            .api("rollups-watermark-nobody")
            .exchange(HttpMethod.GET, rollups(""), MediaType.valueOf("text/csv"));
    assertThat(nobody.getHeaders().headerNames()).doesNotContain("Tidegauge-Watermark");
  }

  @Test
  void aLargerOpenWindowIsItsBaseAndItsOpenChildren() {
    String tenant = "rollups-15m";
    harness.history().series(tenant, Samples.id(tenant, WEB), WEB, MetricKind.GAUGE, T);
    // What history knew of it when its first child closed.
    store(tenant, WEB, Samples.rollup(Window.M15, T, 10, Rollup.State.PROVISIONAL, 1, 2));
    store(tenant, WEB, Samples.rollup(Window.M15, T - 3 * M5, 9, Rollup.State.FINAL, 8));
    harness
        .live()
        .write(
            tenant,
            20,
            T + 2 * M5 + 60_000,
            Samples.gauge(
                tenant,
                WEB,
                20,
                T + 2 * M5 + 1_000,
                100,
                Samples.rollup(Window.M15, T, 12, Rollup.State.BASE, 1, 2, 3),
                Samples.rollup(Window.M5, T + 2 * M5, 20, Rollup.State.PROVISIONAL, 4, 100)));
    Api client = harness.api(tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.get("/api/v1/live").path("series").size() == 1);

    JsonNode points =
        client
            .get(
                "/api/v1/rollups?metric=load&window=15m&agg=count,sum,first,last,p0,p50,p100&from="
                    + (T - 3 * M5)
                    + "&to="
                    + (T + 1))
            .path("series")
            .get(0)
            .path("points");

    assertThat(points.size()).isEqualTo(2);
    assertThat(points.get(0).path("final").asBoolean()).isTrue();
    assertThat(points.get(0).path("sum").asDouble()).isEqualTo(8);
    JsonNode open = points.get(1);
    assertThat(open.path("final").asBoolean()).isFalse();
    assertThat(open.path("count").asInt()).isEqualTo(5);
    assertThat(open.path("sum").asDouble()).isEqualTo(110);
    assertThat(open.path("first").asDouble()).isEqualTo(1);
    assertThat(open.path("last").asDouble()).isEqualTo(100);
    assertThat(open.path("p0").asDouble()).isCloseTo(1, within(0.01));
    assertThat(open.path("p50").asDouble()).isCloseTo(3, within(0.03));
    assertThat(open.path("p100").asDouble()).isCloseTo(100, within(1.0));
  }

  @Test
  void percentilesOfMergedSeriesAreThoseOfAllTheirSamples() {
    Api client = given("rollups-merged-percentiles");

    JsonNode line = client.get(rollups("&by=&agg=p0,p50,p100,last")).path("series").get(0);

    assertThat(line.path("labels").isEmpty()).isTrue();
    JsonNode first = line.path("points").get(0);
    // web-1 has 1, 2, 3 (live state's version), db-1 has 10, 11.
    assertThat(first.path("p0").asDouble()).isCloseTo(1, within(0.01));
    assertThat(first.path("p50").asDouble()).isCloseTo(3, within(0.03));
    assertThat(first.path("p100").asDouble()).isCloseTo(11, within(0.11));
    assertThat(first.has("last")).isFalse();
  }

  @Test
  void anotherTenantSeesNothing() {
    given("rollups-mine");

    assertThat(harness.api("rollups-other").get(rollups("")).path("series").size()).isZero();
  }

  @Test
  void closedRangesComeFromTheCacheTheSecondTime() {
    String tenant = "rollups-cache";
    Api client = given(tenant);
    harness.live().write(1, new LiveBatch(tenant, 1, 30, T + 9 * M5, T + 9 * M5, List.of()));
    harness.live().write(0, new LiveBatch(tenant, 1, 30, T + 9 * M5, T + 9 * M5, List.of()));
    String closed = "/api/v1/rollups?metric=load&agg=count&from=" + T + "&to=" + (T + 2 * M5);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> client.get(closed).path("watermark").asString("").startsWith("2026-03-01T10:45"));
    double hits = harness.cacheHits();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              client.get(closed);
              return harness.cacheHits() > hits;
            });
    String first = client.text(closed, MediaType.ALL);
    // What is not in the answer's copy shows that the copy is what comes.
    store(tenant, DB, Samples.rollup(Window.M5, T, 50, Rollup.State.FINAL, 1, 2, 3, 4, 5));

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(client.text(closed, MediaType.ALL)).isEqualTo(first));
    assertThat(
            client
                .get(closed + "&match=host:db-1")
                .path("series")
                .get(0)
                .path("points")
                .get(0)
                .path("count")
                .asInt())
        .isEqualTo(5);
  }

  @Test
  void aRevisionOfAClosedRangeIsThereBeforeHistoryHasIt() {
    String tenant = "rollups-revised";
    Api client = given(tenant);
    Rollup revised =
        new Rollup(
            Window.M5,
            T,
            new RollupVersion(1, 30, 1),
            Rollup.State.FINAL,
            Samples.aggregate(false, T, 1, 2, 3, 4));
    harness.live().stored(tenant, 30, T + 9 * M5, T + 9 * M5);
    harness
        .live()
        .write(
            tenant, 31, T + 9 * M5, Samples.gauge(tenant, WEB, 31, T + 2 * M5 + 2_000, 7, revised));

    AtomicLong end = new AtomicLong(T + 2 * M5);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              // Another question each time: none is answered from the cache.
              JsonNode answer =
                  client.get(
                      "/api/v1/rollups?metric=load&from=" + T + "&to=" + end.decrementAndGet());
              assertThat(answer.path("watermark").asString()).isEqualTo("2026-03-01T10:45:00Z");
              assertThat(
                      series(answer, "web-1")
                          .path("points")
                          .valueStream()
                          .map(point -> point.path("count").asInt()))
                  .containsExactly(4, 2);
            });
  }
}
