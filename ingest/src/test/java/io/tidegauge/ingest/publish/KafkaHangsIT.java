package io.tidegauge.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.ingest.admission.HeldBytes;
import io.tidegauge.ingest.testing.BrokerProcess;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.StoredSample;
import io.tidegauge.ingest.testing.Wire;
import io.tidegauge.ingest.testing.Wire.Answer;
import io.tidegauge.ingest.testing.Wire.Point;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose Kafka stops answering (SIGSTOP), and goes on. */
class KafkaHangsIT {

  /** A second, and what a test machine that has much else to do takes. */
  private static final Duration SOON = Duration.ofSeconds(4);

  private static final Duration AT_ONCE = Duration.ofMillis(500);
  private static final int SERIES = 12;

  private final String tenant = Gateway.tenant();

  @Test
  void isToldSoonKeepsNothingAndIsOverWhenKafkaGoesOn(@TempDir Path directory) {
    try (BrokerProcess kafka = BrokerProcess.start(directory);
        Gateway gateway = Gateway.at(kafka.bootstrapServers(), Map.of());
        Agents agents = new Agents(gateway)) {
      gateway.awaitReady();
      List<Agent> senders = agents.start();
      await().until(() -> senders.stream().allMatch(each -> each.acknowledged.size() > 3));

      kafka.pause();
      for (Wire wire : Wire.values()) {
        isRefused(gateway, wire, SOON);
      }
      await().until(() -> gateway.get("/actuator/health/readiness").statusCode() == 503);
      theBreakerIsOpen(gateway);
      nothingIsKept(gateway);

      kafka.resume();
      long resumed = System.nanoTime();
      gateway.awaitReady();
      List<Integer> before = senders.stream().map(each -> each.acknowledged.size()).toList();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  IntStream.range(0, SERIES)
                      .allMatch(i -> senders.get(i).acknowledged.size() > before.get(i) + 1));
      System.out.println(
          "every series was taken again "
              + Duration.ofNanos(System.nanoTime() - resumed).toMillis()
              + " ms after Kafka went on");

      agents.close();
      everythingAcknowledgedIsInTheLogInItsOrder(gateway, senders);
      await().until(() -> gateway.bean(InFlightBytes.class).current() == 0);
      assertThat(gateway.get("/actuator/health/readiness").body()).contains("\"CLOSED\"");
    }
  }

  /** In each protocol's own form: 503 and Retry-After, or UNAVAILABLE and RetryInfo. */
  private void isRefused(Gateway gateway, Wire wire, Duration within) {
    long start = System.nanoTime();
    Answer answer = wire.send(gateway, tenant, List.of(Point.of("hangs", gateway.now(), 1)));
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(answer.status()).as("%s: %s", wire, answer.message()).isIn(500, 503);
    assertThat(answer.message()).contains("Kafka");
    assertThat(took).as("%s", wire).isLessThan(within);
  }

  private static void theBreakerIsOpen(Gateway gateway) {
    assertThat(gateway.get("/actuator/health/readiness").body())
        .containsPattern("\"breaker\":\"(HALF_)?OPEN\"");
    assertThat(gateway.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    assertThat(gateway.counter("resilience4j_circuitbreaker_state", "\"kafka\"", "open\""))
        .isPositive();
  }

  /** Requests are refused before their bodies are read, at once. */
  private void nothingIsKept(Gateway gateway) {
    await().until(() -> gateway.bean(InFlightBytes.class).current() == 0);
    byte[] body = "a v=1\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long start = System.nanoTime();
      HttpResponse<String> answer = gateway.post("/api/v2/write", tenant, body);
      took.add(Duration.ofNanos(System.nanoTime() - start));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    assertThat(took.stream().sorted().toList().get(50)).isLessThan(AT_ONCE);
    assertThat(gateway.bean(InFlightBytes.class).current()).isZero();
    assertThat(gateway.bean(HeldBytes.class).current()).isZero();
    assertThat(gateway.bean(KafkaSamplesPublisher.class).unsettledRecords())
        .isLessThanOrEqualTo(2 * Gateway.PARTITIONS); // ticks that find out how it is
  }

  private static void everythingAcknowledgedIsInTheLogInItsOrder(
      Gateway gateway, List<Agent> senders) {
    for (Agent sender : senders) {
      List<StoredSample> stored = gateway.samples(sender.tenant, sender.acknowledged.size());
      assertThat(stored).allMatch(each -> each.recordKind() == RecordKind.SAMPLES);
      // What was not confirmed may be there, and again when it was sent again.
      List<Double> first =
          stored.stream().map(StoredSample::value).distinct().collect(Collectors.toList());
      assertThat(first).isSorted().containsAll(sender.acknowledged);
    }
  }

  /** Some agents, each with a tenant of its own; they stop when they are closed. */
  private static final class Agents implements AutoCloseable {

    private final AtomicBoolean stop = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(SERIES);
    private final Gateway gateway;

    Agents(Gateway gateway) {
      this.gateway = gateway;
    }

    List<Agent> start() {
      List<Agent> all =
          IntStream.range(0, SERIES).mapToObj(i -> new Agent(gateway, i, stop)).toList();
      all.forEach(threads::execute);
      return all;
    }

    @Override
    public void close() {
      stop.set(true);
      threads.close();
    }
  }

  /** Sends 1, 2, 3 … each until it is acknowledged. */
  private static final class Agent implements Runnable {

    private final Gateway gateway;
    private final AtomicBoolean stop;
    private final String line;
    private final String tenant = Gateway.tenant();
    private final List<Double> acknowledged = new CopyOnWriteArrayList<>();

    Agent(Gateway gateway, int number, AtomicBoolean stop) {
      this.gateway = gateway;
      this.stop = stop;
      this.line = "order,i=" + number + " v=";
    }

    @Override
    public void run() {
      for (int value = 1; !stop.get(); value++) {
        byte[] body = (line + value).getBytes(StandardCharsets.UTF_8);
        boolean taken = false;
        while (!taken && !stop.get()) {
          taken = gateway.post("/api/v2/write", tenant, body).statusCode() == 204;
          LockSupport.parkNanos(taken ? 1_000_000 : 100_000_000);
        }
        if (taken) {
          acknowledged.add((double) value);
        }
      }
    }
  }
}
