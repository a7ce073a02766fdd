package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.window.Window;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * kill -9 of the processor in the middle of a load: all windows of all series equal what was sent.
 */
class ProcessorKillIT {

  private static final int SERIES = 200;
  private static final int ROUNDS = 60;
  private static final String METRIC = "kill_value";

  private final Map<String, TreeMap<Long, Double>> sent = new TreeMap<>();
  private final SplittableRandom random = new SplittableRandom(20);

  @Test
  void allWindowsEqualWhatWasSent() {
    try (Product product = Product.start(List.of("--ephemeral", "--separate"))) {
      for (int round = 0; round < ROUNDS; round++) {
        sendRound(product);
        if (round == ROUNDS / 3 || round == ROUNDS / 2) {
          killProcessor(product);
        }
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      for (Window window : Window.values()) {
        Await.until(Duration.ofSeconds(90), () -> compare(product, window));
      }
    }
  }

  private void sendRound(Product product) {
    long now = System.currentTimeMillis();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < SERIES; i++) {
      String host = "h" + i;
      long time = now - random.nextLong(200_000); // out of order, within the grace
      double value = random.nextInt(1000) / 8.0;
      if (sent.computeIfAbsent(host, key -> new TreeMap<>()).putIfAbsent(time, value) == null) {
        lines.append("kill,host=%s value=%s %d%n".formatted(host, value, time));
      }
    }
    Await.until(
        Duration.ofSeconds(60),
        () -> {
          HttpResponse<String> answer =
              Http.postLines(product.ingest(), "/write?precision=ms", "default", lines.toString());
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        });
    if (random.nextInt(4) == 0) { // an agent that did not see the answer sends it all again
      Http.postLines(product.ingest(), "/write?precision=ms", "default", lines.toString());
    }
  }

  private static void killProcessor(Product product) {
    ProcessHandle processor =
        ProcessHandle.of(product.program().pid())
            .orElseThrow()
            .descendants()
            .filter(
                process -> process.info().commandLine().orElse("").contains("ProcessorApplication"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no process of the processor is running"));
    processor.destroyForcibly();
    processor.onExit().join();
  }

  private void compare(Product product, Window window) {
    long newest = sent.values().stream().mapToLong(TreeMap::lastKey).max().orElseThrow();
    Map<Map<String, String>, TreeMap<Long, Point>> ours =
        new Rollups(product.query())
            .of(METRIC, window.label(), newest - 2 * Window.H24.millis(), newest + 1);
    assertThat(ours).hasSize(SERIES);
    sent.forEach(
        (host, samples) ->
            new Expected(window, samples, 0).assertEquals(host, ours.get(Map.of("host", host))));
  }
}
