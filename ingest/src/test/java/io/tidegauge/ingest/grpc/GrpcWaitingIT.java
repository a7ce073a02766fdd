package io.tidegauge.ingest.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.Wire;
import io.tidegauge.ingest.testing.Wire.Answer;
import io.tidegauge.ingest.testing.Wire.Point;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * No more calls wait for a decoding thread than may; the connection's own thread takes the rest.
 */
class GrpcWaitingIT {

  private static final int MAX_WAITING = 2;
  private static final int SENDERS = 24;

  @Test
  void callsThatWaitAreBoundedAndAllAreAnswered() {
    String tenant = Gateway.tenant();
    try (Gateway gateway =
            Gateway.start(
                Map.of(
                    "tidegauge.ingest.grpc.max-waiting",
                    Integer.toString(MAX_WAITING),
                    "tidegauge.ingest.publish.delivery-timeout",
                    "20s"));
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      gateway.awaitReady();
      OtlpGrpcServer server = gateway.bean(OtlpGrpcServer.class);
      List<Point> points =
          IntStream.range(0, 3000)
              .mapToObj(i -> Point.of("waits", gateway.now(), i).with("i", "series-" + i))
              .toList();

      List<CompletableFuture<Answer>> answers =
          IntStream.range(0, 3 * SENDERS)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> Wire.OTLP_GRPC.send(gateway, tenant, points), senders))
              .toList();
      int most = 0;
      while (!answers.stream().allMatch(CompletableFuture::isDone)) {
        most = Math.max(most, server.waiting());
        LockSupport.parkNanos(100_000);
      }

      assertThat(most).isBetween(1, MAX_WAITING);
      assertThat(answers).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(200));
    }
  }
}
