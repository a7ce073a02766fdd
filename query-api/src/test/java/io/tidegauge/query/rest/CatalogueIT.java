package io.tidegauge.query.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What metrics and series there are, on real ClickHouse and Kafka. */
class CatalogueIT {

  private static final long T = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
  private static final Labels STORED = Labels.of("requests_total", "host", "a", "path", "/x'\\y");
  private static final Labels BOTH = Labels.of("requests_total", "host", "b");
  private static final Labels FRESH = Labels.of("load", "host", "c");

  private final Harness harness = Harness.get();

  /** One series that only history has, one that both have, one that only live state has. */
  private Api given(String tenant) {
    for (Labels labels : new Labels[] {STORED, BOTH}) {
      harness.history().series(tenant, Samples.id(tenant, labels), labels, MetricKind.COUNTER, T);
    }
    harness
        .live()
        .write(
            tenant,
            1,
            T + 60_000,
            Samples.gauge(tenant, BOTH, 1, T + 60_000, 1),
            Samples.gauge(tenant, FRESH, 1, T + 60_000, 1));
    Api api = harness.api(tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get("/api/v1/live").path("series").size() == 2);
    return api;
  }

  @Test
  void metricsOfHistoryAndOfLiveState() {
    Api api = given("metrics");

    assertThat(api.get("/api/v1/metrics").toString())
        .isEqualTo(
            "{\"metrics\":["
                + "{\"name\":\"load\",\"kind\":\"gauge\",\"unit\":\"\",\"series\":1},"
                + "{\"name\":\"requests_total\",\"kind\":\"counter\",\"unit\":\"\",\"series\":2}]}");
    assertThat(api.get("/api/v1/metrics?prefix=req").path("metrics").size()).isEqualTo(1);
    assertThat(api.get("/api/v1/metrics?prefix=%25").path("metrics").size()).isZero();
    assertThat(harness.api("metrics-other").get("/api/v1/metrics").path("metrics").size()).isZero();
  }

  @Test
  void seriesOfAMetric() {
    Api api = given("series");

    JsonNode series = api.get("/api/v1/series?metric=requests_total").path("series");

    assertThat(series.size()).isEqualTo(2);
    JsonNode both = of(series, "b");
    assertThat(both.path("id").asString()).isEqualTo(Samples.id("series", BOTH).toString());
    assertThat(both.path("labels").toString()).isEqualTo("{\"host\":\"b\"}");
    assertThat(both.path("server").asString()).isEqualTo("b");
    assertThat(both.path("firstSeen").asString()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(both.path("lastSeen").asString()).isEqualTo("2026-03-01T10:01:00Z");
    assertThat(of(series, "a").path("labels").path("path").asString()).isEqualTo("/x'\\y");
    assertThat(api.get("/api/v1/series?metric=load").path("series").size()).isEqualTo(1);
  }

  private static JsonNode of(JsonNode series, String host) {
    return series
        .valueStream()
        .filter(s -> s.path("labels").path("host").asString("").equals(host))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void matchersTakeTheValueAsItIs() {
    Api api = given("series-match");

    assertThat(count(api, "&match=host:a")).isEqualTo(1);
    assertThat(count(api, "&match=path:/x%27%5Cy")).isEqualTo(1);
    assertThat(count(api, "&match=path:")).isEqualTo(1);
    for (String nothing : new String[] {"%3F", "%7Ba:String%7D", "%27", "%5C", "%00", "%22%60"}) {
      assertThat(count(api, "&match=host:" + nothing)).as(nothing).isZero();
      assertThat(count(api, "&match=" + nothing + ":x")).as(nothing).isZero();
    }
  }

  private static int count(Api api, String query) {
    return api.get("/api/v1/series?metric=requests_total" + query).path("series").size();
  }
}
