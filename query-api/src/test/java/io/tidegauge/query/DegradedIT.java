package io.tidegauge.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.query.live.LiveFeed;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** A query API without ClickHouse, Redis and PostgreSQL: live state goes on. */
class DegradedIT {

  private static final long T = 1_800_000_000_000L;

  private final Harness harness = Harness.get();

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void whatNeedsAStoreThatIsAwaySaysSoAndTheRestGoesOn() throws IOException {
    String tenant = "degraded";
    String closed = Integer.toString(closedPort());
    harness
        .live()
        .write(tenant, 1, T, Samples.gauge(tenant, Labels.of("load", "host", "web-1"), 1, T, 7));
    ConfigurableApplicationContext context =
        harness.another(
            Map.of(
                "tidegauge.clickhouse.url", "http://127.0.0.1:" + closed,
                "tidegauge.redis.uri", "redis://127.0.0.1:" + closed,
                "tidegauge.postgres.port", closed));
    Api api = new Api(Harness.port(context), tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                api.exchange(HttpMethod.GET, "/actuator/health/readiness", MediaType.ALL)
                    .getStatusCode()
                    .is2xxSuccessful());

    assertThat(api.get("/api/v1/live").path("series").size()).isEqualTo(1);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                api.get("/actuator/health")
                    .path("components")
                    .path("postgres")
                    .path("status")
                    .asString()
                    .equals("DEGRADED"));
    JsonNode servers = api.get("/api/v1/servers");
    assertThat(servers.path("metadata").asString()).isEqualTo("unavailable");
    assertThat(servers.path("servers").get(0).path("id").asString()).isEqualTo("web-1");
    assertThat(api.get("/api/v1/servers/web-1").path("series").asInt()).isEqualTo(1);
    for (String path :
        new String[] {
          "/api/v1/rollups?metric=load", "/api/v1/metrics", "/api/v1/series?metric=load"
        }) {
      assertUnavailable(api.exchange(HttpMethod.GET, path, MediaType.ALL), "history-unavailable");
    }
    assertUnavailable(
        api.patch("/api/v1/servers/web-1", MediaType.APPLICATION_JSON, "{\"role\": \"x\"}"),
        "metadata-unavailable");
  }

  /** One that is ended is not to wait for what a Kafka that is away owes it. */
  @Test
  void theFeedEndsSoonAlsoWithoutKafka() throws IOException {
    LiveFeed feed =
        harness
            .another(Map.of("tidegauge.kafka.bootstrap-servers", "127.0.0.1:" + closedPort()))
            .getBean(LiveFeed.class);
    long begin = System.nanoTime();

    feed.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
  }

  private static void assertUnavailable(ResponseEntity<String> answer, String reason) {
    assertThat(answer.getStatusCode().value()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
    assertThat(Api.json(String.valueOf(answer.getBody())).path("type").asString())
        .isEqualTo("urn:tidegauge:problem:" + reason);
  }
}
