package io.tidegauge.query.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.engines.Engine;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import io.tidegauge.query.support.StoppableEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Whatever is away, the status answers and says what it is; nobody else asks the stores here. */
class StatusWithoutStoresIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Harness harness = Harness.get();

  private Api node(Map<String, String> settings) {
    return new Api(Harness.port(harness.another(settings)), "status-away");
  }

  private static JsonNode status(Api api) {
    return api.get("/api/v1/status");
  }

  private static JsonNode store(Api api, String name) {
    return StreamSupport.stream(status(api).path("stores").spliterator(), false)
        .filter(one -> one.path("name").asString().equals(name))
        .findFirst()
        .orElse(status(api).path("stores").path(name));
  }

  private static void awaitStore(Api api, String name, String state) {
    await().atMost(PATIENCE).until(() -> store(api, name).path("state").asString("").equals(state));
  }

  private static int code(Api api, String path) {
    return api.exchange(HttpMethod.GET, path, MediaType.ALL).getStatusCode().value();
  }

  @Test
  void aStoreThatGoesAndComesBackIsSeenWithoutAnyonesHelp(@TempDir Path directory) {
    StoppableEngine redis = StoppableEngine.start(Engine.REDIS, directory);
    try {
      Api api = node(Map.of("tidegauge.redis.uri", redis.redisUri()));
      awaitStore(api, "redis", "up");
      assertThat(store(api, "redis").path("since").isNull()).isTrue();

      redis.stop();

      awaitStore(api, "redis", "down");
      assertThat(store(api, "redis").path("since").isString()).isTrue();
      assertThat(store(api, "clickhouse").path("state").asString()).isEqualTo("up");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(status(api).path("reasons").toString())
                      .contains("redis does not answer"));
      assertThat(status(api).path("state").asString()).isEqualTo("degraded");
      assertThat(code(api, "/actuator/health/readiness")).isEqualTo(200);

      redis.start();

      awaitStore(api, "redis", "up");
      assertThat(status(api).path("reasons").toString()).doesNotContain("redis");
    } finally {
      redis.close();
    }
  }

  @Test
  void withoutKafkaItSaysSoAndLiveStateStays() throws Exception {
    Api api;
    try (Pipeline pipeline = new Pipeline()) {
      api = node(Map.of("tidegauge.kafka.bootstrap-servers", pipeline.bootstrapServers()));
      await().atMost(PATIENCE).until(() -> code(api, "/actuator/health/readiness") == 200);
      Labels labels = Labels.of("load", "host", "web-1");
      pipeline.live().write("status-away", 1, 1, Samples.gauge("status-away", labels, 1, 1, 7));
      awaitStore(api, "kafka", "up");
      await().atMost(PATIENCE).until(() -> status(api).path("live").path("series").asInt() == 1);
    }

    awaitStore(api, "kafka", "down");

    JsonNode status = status(api);
    assertThat(status.path("state").asString()).isEqualTo("degraded");
    assertThat(status.path("reasons").toString()).contains("kafka does not answer");
    assertThat(status.path("topics").size()).isZero();
    assertThat(status.path("samplesPerSecond").isNull()).isTrue();
    assertThat(status.path("live").path("series").asInt()).isOne();
    assertThat(code(api, "/api/v1/live")).isEqualTo(200);
    assertThat(code(api, "/actuator/health/readiness")).isEqualTo(200);
    // Kafka is given up after three seconds; no request waits for that.
    long fastest =
        LongStream.range(0, 5)
            .map(
                i -> {
                  long began = System.nanoTime();
                  status(api);
                  return System.nanoTime() - began;
                })
            .min()
            .orElseThrow();
    assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(300));
  }

  @Test
  void aNodeStartsWithoutKafka() throws IOException {
    String closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = "127.0.0.1:" + socket.getLocalPort();
    }

    Api api = node(Map.of("tidegauge.kafka.bootstrap-servers", closed));

    awaitStore(api, "kafka", "down");
    JsonNode status = status(api);
    assertThat(status.path("live").isNull()).isTrue();
    assertThat(status.path("rejects").isNull()).isTrue();
    assertThat(status.path("watermark").isNull()).isTrue();
    assertThat(status.path("reasons").toString()).contains("Live state is still being read");
    assertThat(code(api, "/actuator/health/liveness")).isEqualTo(200);
  }
}
