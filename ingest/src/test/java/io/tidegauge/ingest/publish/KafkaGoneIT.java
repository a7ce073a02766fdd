package io.tidegauge.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.ingest.testing.Gateway;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose Kafka goes away and comes back. */
class KafkaGoneIT {

  private final String tenant = Gateway.tenant();

  @Test
  void isToldSoonAndIsOverWhenKafkaIsBack(@TempDir Path directory) {
    EnginesSpec spec = EnginesSpec.persistent(directory, Engine.KAFKA);
    EmbeddedEngines kafka = EmbeddedEngines.start(spec);
    String address = kafka.kafkaBootstrapServers();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    try (Gateway gateway = Gateway.at(address, Map.of())) {
      gateway.awaitReady();
      await().until(() -> write(gateway, "before").statusCode() == 204);

      kafka.close();
      await().until(() -> write(gateway, "gone").statusCode() == 503);
      long start = System.nanoTime();
      HttpResponse<String> answer = write(gateway, "gone");
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.body()).contains("unavailable");
      // A second, and what a test machine that has much else to do takes.
      assertThat(took).isLessThan(Duration.ofSeconds(4));
      await().until(() -> gateway.get("/actuator/health/readiness").statusCode() == 503);
      assertThat(gateway.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(
              gateway
                  .post(
                      "/v1/stream",
                      tenant,
                      "{\"metric\":\"a\",\"value\":1}".getBytes(StandardCharsets.UTF_8))
                  .statusCode())
          .isEqualTo(503);

      kafka = EmbeddedEngines.start(spec.withPort(Engine.KAFKA, port));
      gateway.awaitReady();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> write(gateway, "after").statusCode() == 204);
      assertThat(gateway.bean(InFlightBytes.class).current()).isZero();
    } finally {
      kafka.close();
    }
  }

  private HttpResponse<String> write(Gateway gateway, String measurement) {
    return gateway.post(
        "/api/v2/write", tenant, (measurement + " v=1").getBytes(StandardCharsets.UTF_8));
  }
}
