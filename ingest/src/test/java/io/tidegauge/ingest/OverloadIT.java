package io.tidegauge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.ingest.admission.HeldBytes;
import io.tidegauge.ingest.publish.InFlightBytes;
import io.tidegauge.ingest.testing.Gateway;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** More than the gateway may have in flight: the excess is refused early, and it is over soon. */
class OverloadIT {

  private static final int SENDERS = 12;
  private static final int LIMIT = 1 << 20;
  private static final Duration OVERLOAD = Duration.ofSeconds(6);

  private final String tenant = Gateway.tenant();

  @Test
  void theExcessIsRefusedEarlyAndTheRestIsTakenAsBefore() {
    try (Gateway gateway =
        Gateway.start(
            Map.of(
                "tidegauge.ingest.publish.in-flight", "1MB",
                "tidegauge.ingest.publish.delivery-timeout", "20s"))) {
      gateway.awaitReady();
      InFlightBytes inFlight = gateway.bean(InFlightBytes.class);
      byte[] large = body(4000);
      byte[] small = body(10);
      assertThat(gateway.post("/api/v2/write", tenant, large).statusCode()).isEqualTo(204);
      Duration normal = median(times(gateway, small, 20));

      Map<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
      List<Duration> accepted = new ArrayList<>();
      List<Duration> refused = new ArrayList<>();
      AtomicLong most = new AtomicLong();
      AtomicBoolean over = new AtomicBoolean();
      long start = System.nanoTime();
      try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
        for (int i = 0; i < SENDERS; i++) {
          senders.execute(() -> flood(gateway, large, over, statuses, most));
        }
        while (System.nanoTime() - start < OVERLOAD.toNanos()) {
          long began = System.nanoTime();
          int status = gateway.post("/api/v2/write", tenant, small).statusCode();
          (status == 204 ? accepted : refused).add(Duration.ofNanos(System.nanoTime() - began));
        }
        over.set(true);
      }
      long ended = System.nanoTime();
      while (median(times(gateway, small, 10)).compareTo(normal.multipliedBy(2).plusMillis(20)) > 0
          && System.nanoTime() - ended < Duration.ofSeconds(30).toNanos()) {
        assertThat(inFlight.current()).isLessThan(LIMIT);
      }
      Duration recovered = Duration.ofNanos(System.nanoTime() - ended);

      System.out.printf(
          "overload: answers %s; small requests: normal %d ms, accepted %d of p50 %d ms, refused %d of p50 %d"
              + " ms; most in flight %d of %d bytes; back to normal after %d ms%n",
          statuses,
          normal.toMillis(),
          accepted.size(),
          accepted.isEmpty() ? -1 : median(accepted).toMillis(),
          refused.size(),
          refused.isEmpty() ? -1 : median(refused).toMillis(),
          most.get(),
          LIMIT,
          recovered.toMillis());
      assertThat(statuses.keySet()).isSubsetOf(204, 429);
      assertThat(statuses).containsKeys(204, 429);
      // A request that was let in is taken to its end, or stops at the next series.
      assertThat(most.get()).isLessThan(2L * LIMIT);
      assertThat(accepted).isNotEmpty();
      assertThat(recovered).isLessThan(Duration.ofSeconds(10));
      assertThat(inFlight.current()).isZero();
      // a request gives back what it held once its answer is sent
      HeldBytes held = gateway.bean(HeldBytes.class);
      await().untilAsserted(() -> assertThat(held.current()).isZero());
      assertThat(gateway.counter("tidegauge_ingest_rejected_samples_total", "overloaded"))
          .isPositive();
    }
  }

  private void flood(
      Gateway gateway,
      byte[] body,
      AtomicBoolean over,
      Map<Integer, AtomicLong> statuses,
      AtomicLong most) {
    InFlightBytes inFlight = gateway.bean(InFlightBytes.class);
    while (!over.get()) {
      HttpResponse<String> answer = gateway.post("/api/v2/write", tenant, body);
      most.accumulateAndGet(inFlight.current(), Math::max);
      statuses.computeIfAbsent(answer.statusCode(), key -> new AtomicLong()).incrementAndGet();
      if (answer.statusCode() == 429) {
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
    }
  }

  private List<Duration> times(Gateway gateway, byte[] body, int count) {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      gateway.post("/api/v2/write", tenant, body);
      times.add(Duration.ofNanos(System.nanoTime() - start));
    }
    return times;
  }

  private static Duration median(List<Duration> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  /** Series with names that are long enough to fill what may be in flight. */
  private static byte[] body(int series) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < series; i++) {
      lines.append("overload,host=").append("x".repeat(80)).append(i).append(" v=").append(i);
      lines.append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }
}
