package io.tidegauge.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.HistoryTables;
import io.tidegauge.query.support.Samples;
import io.tidegauge.query.support.StoppableEngine;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Each store goes while the query API runs, by refusing and by hanging, and comes back: what needs
 * it says so soon, the rest goes on, and all of it works again without anyone's help.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoresGoneIT {

  private static final String TENANT = "stores-gone";
  private static final Labels WEB = Labels.of("load", "host", "web-1");
  private static final long T = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
  private static final long M5 = Window.M5.millis();
  private static final String CLOSED =
      "/api/v1/rollups?metric=load&agg=count&from=" + T + "&to=" + (T + M5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An answer that fails comes within about a second; tests share a machine. */
  private static final Duration SOON = Duration.ofSeconds(4);

  private final Harness harness = Harness.get();
  private StoppableEngine clickhouse;
  private StoppableEngine redis;
  private StoppableEngine postgres;
  private Api api;
  private long offset = 1;

  /** How a store is away. */
  enum Away {
    REFUSES {
      @Override
      void begin(StoppableEngine engine) {
        engine.stop();
      }

      @Override
      void end(StoppableEngine engine) {
        engine.start();
      }
    },
    HANGS {
      @Override
      void begin(StoppableEngine engine) {
        engine.pause();
      }

      @Override
      void end(StoppableEngine engine) {
        engine.resume();
      }
    };

    abstract void begin(StoppableEngine engine);

    abstract void end(StoppableEngine engine);
  }

  StoresGoneIT(@TempDir Path directory) throws SQLException {
    clickhouse = StoppableEngine.start(Engine.CLICKHOUSE, directory.resolve("c"));
    redis = StoppableEngine.start(Engine.REDIS, directory.resolve("r"));
    postgres = StoppableEngine.start(Engine.POSTGRES, directory.resolve("p"));
    ClickHouseEndpoint history = clickhouse.clickhouse();
    HistoryTables tables = HistoryTables.of(history);
    tables.series(TENANT, Samples.id(TENANT, WEB), WEB, MetricKind.GAUGE, T);
    tables.rollup(
        TENANT,
        Samples.id(TENANT, WEB),
        "load",
        MetricKind.GAUGE,
        Samples.rollup(Window.M5, T, 1, Rollup.State.FINAL, 1, 2, 3));
    Map<String, String> settings = new HashMap<>(Harness.settings(postgres.postgres()));
    settings.put("tidegauge.clickhouse.url", history.url().toString());
    settings.put("tidegauge.clickhouse.username", history.username());
    settings.put("tidegauge.clickhouse.password", history.password());
    settings.put("tidegauge.clickhouse.database", history.database());
    settings.put("tidegauge.clickhouse.ping-timeout", "800ms");
    settings.put("tidegauge.postgres.timeout", "2s");
    settings.put("tidegauge.redis.timeout", "100ms");
    settings.put("tidegauge.redis.uri", redis.redisUri());
    api = new Api(Harness.port(harness.another(settings)), TENANT);
  }

  @BeforeAll
  void everythingWorks() {
    sample(1);
    await().atMost(PATIENCE).until(() -> status("/actuator/health/readiness") == 200);
    await().atMost(PATIENCE).until(() -> status(CLOSED) == 200);
    harness.live().stored(TENANT, 2, T + 9 * M5, T + 9 * M5);
    await().atMost(PATIENCE).until(() -> metadata().equals("ok"));
    await().atMost(PATIENCE).until(this::cached);
  }

  @AfterAll
  void stop() {
    clickhouse.close();
    redis.close();
    postgres.close();
  }

  private void sample(double value) {
    harness
        .live()
        .write(
            TENANT,
            ++offset,
            T + 8 * M5,
            Samples.gauge(TENANT, WEB, offset, T + 8 * M5 + offset, value));
  }

  private int status(String path) {
    return api.exchange(HttpMethod.GET, path, MediaType.ALL).getStatusCode().value();
  }

  private String metadata() {
    return api.get("/api/v1/servers").path("metadata").asString();
  }

  private boolean cached() {
    double before = hits();
    api.get(CLOSED);
    return hits() > before;
  }

  private double hits() {
    return api.metric("tidegauge_query_cache_total{outcome=\"hit\"}");
  }

  private String breaker(String store) {
    return api.get("/actuator/health")
        .path("components")
        .path(store)
        .path("details")
        .path("circuitBreaker")
        .asString();
  }

  private static void assertUnavailable(ResponseEntity<String> answer, String reason) {
    assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
    assertThat(Api.json(String.valueOf(answer.getBody())).path("type").asString())
        .isEqualTo("urn:tidegauge:problem:" + reason);
  }

  private void liveGoesOn() {
    List<String> events = new CopyOnWriteArrayList<>();
    Disposable feed =
        api.client()
            .get()
            .uri(api.uri("/api/v1/live/stream?maxRate=10"))
            .retrieve()
            .bodyToFlux(String.class)
            .subscribe(events::add);
    try {
      await().atMost(PATIENCE).until(() -> !events.isEmpty());
      double value = 1_000 + offset;
      sample(value);
      await()
          .atMost(PATIENCE)
          .until(
              () -> events.stream().anyMatch(event -> event.contains("\"value\":" + (int) value)));
    } finally {
      feed.dispose();
    }
    assertThat(api.get("/api/v1/live").path("series").size()).isEqualTo(1);
    assertThat(status("/actuator/health/readiness")).isEqualTo(200);
    assertThat(status("/actuator/health/liveness")).isEqualTo(200);
  }

  private void isDegraded(String store) {
    await().atMost(PATIENCE).until(() -> !breaker(store).equals("CLOSED"));
    assertThat(api.get("/actuator/health").path("status").asString()).isEqualTo("DEGRADED");
    assertThat(closed(store)).isZero();
  }

  private double closed(String store) {
    return api.metric("resilience4j_circuitbreaker_state{name=\"" + store + "\",state=\"closed\"}");
  }

  private void isWellAgain(String store) {
    await()
        .atMost(PATIENCE)
        .until(() -> api.get("/actuator/health").path("status").asString().equals("UP"));
    assertThat(closed(store)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Away.class)
  void withoutClickHouseHistorySaysSoSoonAndLiveGoesOn(Away away) {
    away.begin(clickhouse);
    try {
      // More at the same time than there are threads for history.
      List<Duration> times =
          Flux.fromStream(IntStream.range(0, 20).boxed())
              .flatMap(
                  i ->
                      api.client()
                          .get()
                          .uri(api.uri("/api/v1/rollups?metric=load&to=" + (T + M5) + i % 10))
                          .exchangeToMono(answer -> answer.toEntity(String.class))
                          .doOnNext(answer -> assertUnavailable(answer, "history-unavailable"))
                          .elapsed()
                          .map(timed -> Duration.ofMillis(timed.getT1())),
                  20)
              .collectList()
              .block(PATIENCE);

      assertThat(times).hasSize(20).allSatisfy(time -> assertThat(time).isLessThan(SOON));
      isDegraded("clickhouse");
      for (String path : List.of("/api/v1/metrics", "/api/v1/series?metric=load")) {
        assertUnavailable(api.exchange(HttpMethod.GET, path, MediaType.ALL), "history-unavailable");
      }
      assertThat(metadata()).isEqualTo("ok");
      liveGoesOn();
    } finally {
      away.end(clickhouse);
    }

    await().atMost(PATIENCE).until(() -> status("/api/v1/series?metric=load") == 200);
    assertThat(api.get("/api/v1/series?metric=load").path("series").size()).isEqualTo(1);
    await()
        .atMost(PATIENCE)
        .until(() -> status("/api/v1/metrics") == 200 && breaker("clickhouse").equals("CLOSED"));
    isWellAgain("clickhouse");
  }

  @ParameterizedTest
  @EnumSource(Away.class)
  void withoutRedisNothingIsMissing(Away away) {
    away.begin(redis);
    try {
      for (int i = 0; i < 5; i++) {
        assertThat(
                api.get(CLOSED).path("series").get(0).path("points").get(0).path("count").asInt())
            .isEqualTo(3);
      }
      isDegraded("redis");
      liveGoesOn();
      assertThat(metadata()).isEqualTo("ok");
    } finally {
      away.end(redis);
    }

    await().atMost(PATIENCE).until(this::cached);
    await().atMost(PATIENCE).until(() -> cached() && breaker("redis").equals("CLOSED"));
    isWellAgain("redis");
  }

  @ParameterizedTest
  @EnumSource(Away.class)
  void withoutPostgresOnlyMetadataIsMissing(Away away) {
    away.begin(postgres);
    try {
      for (int i = 0; i < 3; i++) {
        assertUnavailable(
            api.patch("/api/v1/servers/web-1", MediaType.APPLICATION_JSON, "{\"role\": \"x\"}"),
            "metadata-unavailable");
      }
      isDegraded("postgres");
      assertThat(metadata()).isEqualTo("unavailable");
      assertThat(api.get("/api/v1/servers").path("servers").get(0).path("id").asString())
          .isEqualTo("web-1");
      assertThat(api.get("/api/v1/servers/web-1").path("series").asInt()).isEqualTo(1);
      assertThat(status(CLOSED)).isEqualTo(200);
      liveGoesOn();
    } finally {
      away.end(postgres);
    }

    await()
        .atMost(PATIENCE)
        .until(() -> metadata().equals("ok") && breaker("postgres").equals("CLOSED"));
    assertThat(
            api.patch(
                    "/api/v1/servers/web-1",
                    MediaType.APPLICATION_JSON,
                    "{\"role\": \"" + away + "\"}")
                .getStatusCode()
                .value())
        .isEqualTo(200);
    isWellAgain("postgres");
  }
}
