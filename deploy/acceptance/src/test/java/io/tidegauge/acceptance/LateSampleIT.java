package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.window.Window;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A sample that comes when its window has long been closed, from the gateway to whoever follows the
 * series: the window is computed again from raw history, which the live feed tells as {@code
 * revised}.
 */
class LateSampleIT {

  private static final String TENANT = "late";
  private static final String METRIC = "late_value";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Product product = Product.shared();

  @Test
  void aSubscriberIsToldOfTheWindowThatIsComputedAgain() {
    long now = System.currentTimeMillis();
    long closed = Window.M5.start(now) - 5 * Window.M5.millis();
    send(1, closed + 1_000);
    send(5, now); // the grace of the window above is over, and the series lives

    try (FeedSocket feed = FeedSocket.open(product.query(), TENANT)) {
      feed.send("{\"op\": \"subscribe\", \"id\": \"a\", \"metric\": \"" + METRIC + "\"}");
      awaitValue(feed, 5);
      send(3, closed + 2_000);

      JsonNode revised = awaitRevision(feed, closed, 2);
      assertThat(revised.path("final").asBoolean()).isTrue();
      assertThat(revised.path("sum").asDouble()).isEqualTo(4);
      assertThat(revised.path("min").asDouble()).isEqualTo(1);
      assertThat(revised.path("max").asDouble()).isEqualTo(3);
    }
    Await.until(
        Duration.ofSeconds(30),
        () -> {
          JsonNode answer =
              Http.getJson(
                  product.query(),
                  "/api/v1/rollups",
                  TENANT,
                  Map.of(
                      "metric",
                      METRIC,
                      "window",
                      "5m",
                      "from",
                      Long.toString(closed),
                      "to",
                      Long.toString(closed + 1)));
          assertThat(answer.at("/series/0/points/0/count").asInt()).isEqualTo(2);
          assertThat(answer.at("/series/0/points/0/sum").asDouble()).isEqualTo(4);
        });
  }

  private void send(int value, long time) {
    HttpResponse<String> answer =
        Http.postLines(
            product.ingest(),
            "/write?precision=ms",
            TENANT,
            "late value=%d %d%n".formatted(value, time));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private static void awaitValue(FeedSocket feed, double value) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    double shown = Double.NaN;
    while (shown != value) {
      JsonNode frame = feed.next(deadline);
      shown = frame.at("/data/series/0/value").asDouble(shown);
    }
  }

  /** Of the closed window; what else is revised are those that it is in. */
  private static JsonNode awaitRevision(FeedSocket feed, long start, int count) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    Map<Long, JsonNode> told = new TreeMap<>();
    while (true) {
      for (JsonNode revised : feed.next(deadline).at("/data/series/0/revised")) {
        if (revised.path("window").asString().equals(Window.M5.label())) {
          told.put(Point.of(revised).start(), revised);
        }
      }
      JsonNode wanted = told.get(start);
      if (wanted != null && wanted.path("count").asInt() == count) {
        assertThat(told).containsOnlyKeys(start);
        return wanted;
      }
    }
  }
}
