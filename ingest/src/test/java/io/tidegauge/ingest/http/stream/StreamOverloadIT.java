package io.tidegauge.ingest.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.ingest.publish.InFlightBytes;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.StoredSample;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A stream while more is in flight than may be. */
class StreamOverloadIT {

  private static final int LIMIT = 1 << 20;

  private final String tenant = Gateway.tenant();

  @Test
  void aPieceThatGoesOverTheLimitIsTakenOnce() {
    try (Gateway gateway = gateway()) {
      InFlightBytes inFlight = gateway.bean(InFlightBytes.class);
      // The first series is let in, and brings it over the limit.
      inFlight.add(LIMIT - 1);

      CompletableFuture<HttpResponse<String>> answer = send(gateway, 50);

      assertThat(answer.join().body()).contains("{\"ack\":50,\"accepted\":50,\"refused\":0");
      assertEachOnce(gateway, 50);
    }
  }

  @Test
  void aStreamWaitsForRoomAndSendsNothingTwice() {
    try (Gateway gateway = gateway()) {
      InFlightBytes inFlight = gateway.bean(InFlightBytes.class);
      inFlight.add(LIMIT);
      CompletableFuture<HttpResponse<String>> answer = send(gateway, 3000);

      await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());
      assertThat(gateway.samples(tenant, 0)).isEmpty();
      inFlight.release(LIMIT);

      assertThat(answer.join().body()).contains("{\"ack\":3000,\"accepted\":3000,\"refused\":0");
      assertEachOnce(gateway, 3000);
      assertThat(gateway.counter("tidegauge_ingest_rejected_samples_total", "overloaded")).isZero();
    }
  }

  private void assertEachOnce(Gateway gateway, int count) {
    assertThat(gateway.samples(tenant, count))
        .extracting(StoredSample::value)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, count).mapToObj(i -> (double) i).toList());
  }

  /** Observations without an identity: nothing but the gateway keeps them from counting twice. */
  private CompletableFuture<HttpResponse<String>> send(Gateway gateway, int count) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < count; i++) {
      body.append("{\"metric\":\"rt\",\"labels\":{\"p\":\"" + i % 7 + "\"},\"value\":" + i);
      body.append(",\"kind\":\"observation\"}\n");
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return CompletableFuture.supplyAsync(() -> gateway.post("/v1/stream", tenant, bytes));
  }

  private static Gateway gateway() {
    Gateway gateway =
        Gateway.start(
            Map.of(
                "tidegauge.ingest.publish.in-flight",
                "1MB",
                "tidegauge.ingest.publish.delivery-timeout",
                "20s"));
    gateway.awaitReady();
    return gateway;
  }
}
