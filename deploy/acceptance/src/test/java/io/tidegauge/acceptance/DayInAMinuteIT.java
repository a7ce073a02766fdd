package io.tidegauge.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.window.Window;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * All services on a clock on which a day takes a minute: a 24h window is seen to become final, by
 * the gateways' ticks alone, and all windows of all lengths equal what was sent.
 */
class DayInAMinuteIT {

  private static final double SPEED = 1440;
  private static final String METRIC = "fast_value";
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final TreeMap<Long, Double> sent = new TreeMap<>();

  @Test
  void aDaysWindowBecomesFinal() {
    Instant anchor = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    ServiceClock clock = ServiceClock.of(Duration.ZERO, SPEED, anchor);
    try (Product product =
        Product.start(
            List.of(
                "--ephemeral",
                "--no-agent",
                "--set",
                "tidegauge.clock.speed=" + SPEED,
                "--set",
                "tidegauge.clock.anchor=" + anchor))) {
      long firstDay = Window.H24.start(clock.millis());
      while (Window.H24.start(clock.millis()) == firstDay) {
        send(product, clock.millis());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      Await.until(
          Duration.ofSeconds(60),
          () ->
              assertThat(requireNonNull(points(product, Window.H24).get(firstDay)).isFinal())
                  .isTrue());
      for (Window window : Window.values()) {
        Await.until(
            Duration.ofSeconds(60),
            () -> {
              TreeMap<Long, Point> points = points(product, window);
              new Expected(window, sent, 0).assertEquals(METRIC, points);
              assertThat(points.values()).as(window.label()).allMatch(Point::isFinal);
            });
      }
    }
  }

  private void send(Product product, long now) {
    double value = sent.size() / 4.0;
    HttpResponse<String> answer =
        Http.postLines(
            product.ingest(),
            "/write?precision=ms",
            "default",
            "fast value=%s %d%n".formatted(value, now));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    sent.put(now, value);
  }

  private TreeMap<Long, Point> points(Product product, Window window) {
    Map<Map<String, String>, TreeMap<Long, Point>> series =
        new Rollups(product.query())
            .of(METRIC, window.label(), Window.H24.start(sent.firstKey()), sent.lastKey() + 1);
    return requireNonNull(series.get(Map.of()));
  }
}
