package io.tidegauge.query.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import io.tidegauge.query.support.SchemaCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

/** The status says what is on the topics, in the groups and in this node, to whom it concerns. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Pipeline pipeline;
  private final ServiceClock clock;
  private final int port;
  private final Api api;

  StatusIT() throws ExecutionException, InterruptedException {
    pipeline = new Pipeline();
    ConfigurableApplicationContext node =
        Harness.get()
            .another(
                Map.of(
                    "tidegauge.kafka.bootstrap-servers",
                    pipeline.bootstrapServers(),
                    "tidegauge.query.status.interval",
                    "500ms",
                    "tidegauge.query.status.freshness",
                    "10m",
                    "tidegauge.query.status.lag",
                    "2s"));
    clock = node.getBean(ServiceClock.class);
    port = Harness.port(node);
    api = new Api(port, "status");
  }

  @BeforeAll
  void liveStateIsReady() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                api.exchange(HttpMethod.GET, "/actuator/health/readiness", MediaType.ALL)
                    .getStatusCode()
                    .is2xxSuccessful());
  }

  @AfterAll
  void stop() {
    pipeline.close();
  }

  private JsonNode status() {
    return api.get("/api/v1/status");
  }

  private static JsonNode named(JsonNode all, String name) {
    return StreamSupport.stream(all.spliterator(), false)
        .filter(one -> one.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + all));
  }

  private JsonNode consumer(String name) {
    return named(status().path("consumers"), name);
  }

  private static List<Integer> numbers(JsonNode all, String property) {
    return StreamSupport.stream(all.spliterator(), false)
        .map(one -> one.path(property).asInt())
        .toList();
  }

  @Test
  void saysWhoIsBehindAndByHowMuch() throws Exception {
    pipeline.commit("tidegauge-processor", Topics.SAMPLES, 0, 0);
    pipeline.write(Topics.SAMPLES, 0, 10);
    pipeline.write(Topics.SAMPLES, 1, 4);
    pipeline.commit("tidegauge-processor", Topics.SAMPLES, 3, 4);

    // Looked at while it is written, the topic is shorter.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode samples = named(status().path("topics"), "samples");
              assertThat(numbers(samples.path("partitions"), "begin")).containsExactly(0, 0);
              assertThat(numbers(samples.path("partitions"), "end")).containsExactly(10, 4);
              assertThat(consumer("windows").path("lag").asInt()).isEqualTo(7);
            });
    assertThat(numbers(consumer("windows").path("partitions"), "lag")).containsExactly(7, 0);
    assertThat(consumer("windows").path("group").asString()).isEqualTo("tidegauge-processor");
    assertThat(consumer("raw").path("lag").asInt()).as("it never committed").isEqualTo(14);
    await().atMost(PATIENCE).until(() -> status().path("state").asString().equals("behind"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(status().path("reasons").toString())
                    .contains("windows is behind: in partition 0 of samples 7 records wait for it")
                    .contains("raw is behind: in partition "));

    pipeline.commit("tidegauge-processor", Topics.SAMPLES, 10, 4);
    pipeline.commit("tidegauge-raw-sink", Topics.SAMPLES, 10, 4);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode now = status();
              assertThat(now.path("reasons").toString()).isEqualTo("[]");
              assertThat(now.path("state").asString()).isEqualTo("ok");
            });
    assertThat(consumer("windows").path("lag").asInt()).isZero();
    assertThat(consumer("live").path("lag").asInt()).isZero();
  }

  @Test
  void saysHowManyRecordsCome() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(
            () -> named(status().path("topics"), "revisions").path("recordsPerSecond").isNumber());
    pipeline.write(Topics.REVISIONS, 1, 20);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode revisions = named(status().path("topics"), "revisions");
              double whole = revisions.path("recordsPerSecond").asDouble();
              assertThat(whole).isPositive();
              assertThat(revisions.path("partitions").get(1).path("recordsPerSecond").asDouble())
                  .isEqualTo(whole);
              assertThat(revisions.path("partitions").get(0).path("recordsPerSecond").asInt())
                  .isZero();
            });
    pipeline.commit("tidegauge-reviser", Topics.REVISIONS, 0, 20);
  }

  @Test
  void countsTheRefusalsOfTheLastHourOfTheTenantThatAsks() throws Exception {
    long now = clock.millis();
    pipeline.refuse("other", RejectReason.MALFORMED, now);
    pipeline.refuse("status", RejectReason.CONFLICT, now - Duration.ofHours(2).toMillis());
    pipeline.write(Topics.REJECTS, 0, 1); // cannot be read
    pipeline.writeNothing(Topics.REJECTS, 0);
    pipeline.refuse("status", RejectReason.CONFLICT, now - 2_000);
    pipeline.refuse("status", RejectReason.TOO_OLD, now - 1_000);
    pipeline.refuse("status", RejectReason.CONFLICT, now - 60_000);

    await().atMost(PATIENCE).until(() -> status().path("rejects").path("total").asInt() == 3);
    JsonNode rejects = status().path("rejects");
    assertThat(rejects.path("reasons").get(0).path("reason").asString()).isEqualTo("conflict");
    assertThat(rejects.path("reasons").get(0).path("count").asInt()).isEqualTo(2);
    assertThat(Instant.parse(rejects.path("reasons").get(0).path("last").asString()))
        .isEqualTo(Instant.ofEpochMilli(now - 2_000));
    assertThat(rejects.path("reasons").get(1).path("reason").asString()).isEqualTo("too_old");
    assertThat(Instant.parse(rejects.path("since").asString()))
        .isBetween(Instant.ofEpochMilli(now - 3_900_000), Instant.ofEpochMilli(now - 3_500_000));
    JsonNode others = new Api(port, "other").get("/api/v1/status").path("rejects");
    assertThat(others.path("reasons").toString()).contains("\"malformed\"", "\"count\":1");
    assertThat(others.path("total").asInt()).isOne();
    assertThat(new Api(port, "nobody").get("/api/v1/status").path("rejects").path("total").asInt())
        .isZero();
    assertThat(api.metric("tidegauge_query_status_rejects_malformed_total")).isEqualTo(2);
    assertThat(api.metric("tidegauge_query_status_rejects")).isEqualTo(3);
  }

  @Test
  void saysHowFreshLiveStateIs() throws InterruptedException {
    long now = clock.millis();
    long start = Window.M5.start(now);
    Labels labels = Labels.of("load", "host", "web-1");
    pipeline.live().write(0, new LiveBatch("status", 1, 1, now - 40_000, now, List.of()));
    pipeline.live().write(1, new LiveBatch("status", 1, 1, now - 10_000, now, List.of()));
    Disposable subscriber =
        api.client()
            .get()
            .uri(api.uri("/api/v1/live/stream"))
            .retrieve()
            .bodyToFlux(String.class)
            .subscribe();
    try {
      int[] values = {0};
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(300))
          .untilAsserted(
              () -> {
                values[0] += 50;
                double[] window = new double[values[0]];
                Arrays.fill(window, 1);
                Rollup open =
                    Samples.rollup(Window.M5, start, values[0], Rollup.State.PROVISIONAL, window);
                pipeline
                    .live()
                    .write(
                        "status",
                        values[0],
                        now - 40_000,
                        Samples.gauge("status", labels, values[0], now, 1, open));
                JsonNode status = status();
                assertThat(status.path("samplesPerSecond").asDouble()).isPositive();
                assertThat(status.path("live").path("series").asInt()).isOne();
                assertThat(status.path("live").path("subscribers").asInt()).isOne();
              });
      JsonNode status = status();
      assertThat(Instant.parse(status.path("watermark").asString()))
          .isEqualTo(Instant.ofEpochMilli(now - 40_000));
      long time = Instant.parse(status.path("time").asString()).toEpochMilli();
      assertThat(Math.round(status.path("freshness").asDouble() * 1e3))
          .isEqualTo(time - now + 10_000);
      JsonNode live = named(status.path("topics"), "live");
      assertThat(Instant.parse(live.path("partitions").get(1).path("watermark").asString()))
          .isEqualTo(Instant.ofEpochMilli(now - 10_000));
      JsonNode others = new Api(port, "other").get("/api/v1/status").path("live");
      assertThat(others.path("series").asInt() + others.path("subscribers").asInt()).isZero();
    } finally {
      subscriber.dispose();
    }
    await().atMost(PATIENCE).until(() -> status().path("live").path("subscribers").asInt() == 0);
  }

  @Test
  void isAsTheDocumentSays() {
    await().atMost(PATIENCE).until(() -> !status().path("rejects").isNull());
    JsonNode document = api.get("/api/v1/openapi.json");
    JsonNode schema =
        document.at("/paths/~1api~1v1~1status/get/responses/200/content/application~1json/schema");

    assertThat(new SchemaCheck(document).differences(schema, status())).isEmpty();
    assertThat(status().path("topics").size()).isEqualTo(5);
    assertThat(status().path("consumers").size()).isEqualTo(5);
    assertThat(status().path("stores").size()).isEqualTo(4);
  }
}
