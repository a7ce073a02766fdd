package io.tidegauge.loadtest.latency;

import io.tidegauge.contract.sse.SseEvent;
import io.tidegauge.contract.sse.SseParser;
import io.tidegauge.loadtest.http.HttpCalls;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A subscriber of the live feed over SSE that tells a probe what it sees. */
final class Feed implements AutoCloseable {

  /** The label that has the number of the series. */
  static final String SERIES = "probe_series";

  private static final JsonMapper JSON = new JsonMapper();

  private final Probe probe;
  private final CountDownLatch snapshot = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Disposable subscription;

  Feed(HttpCalls query, String metric, int maxRate, Probe probe) {
    this.probe = probe;
    SseParser parser = new SseParser("", this::onEvent, retry -> {});
    String path = "/api/v1/live/stream?metric=" + metric + "&window=5m&maxRate=" + maxRate;
    this.subscription =
        query
            .client()
            .headers(headers -> headers.set("Accept", "text/event-stream"))
            .responseTimeout(java.time.Duration.ofMinutes(1))
            .get()
            .uri(query.uri(path))
            .response(
                (response, body) -> {
                  if (response.status().code() != 200) {
                    return reactor.core.publisher.Flux.error(
                        new IllegalStateException(
                            query.uri(path) + " answers with HTTP " + response.status().code()));
                  }
                  return body.asByteArray();
                })
            .subscribe(parser::accept, failure::set);
  }

  /** Waits for the snapshot that a subscription begins with; says why where none came. */
  void awaitSnapshot(long seconds) throws InterruptedException {
    if (!snapshot.await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no snapshot in " + seconds + " s: " + failure.get());
    }
  }

  /** Why the feed ended; null while it goes on. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  private void onEvent(SseEvent event) {
    long now = System.nanoTime();
    JsonNode body = JSON.readTree(event.data());
    for (JsonNode series : body.path("series")) {
      int number = series.path("labels").path(SERIES).asInt(-1);
      if (number >= 0) {
        probe.seen(number, (int) series.path("value").asDouble(), now);
      }
    }
    if (event.type().equals("snapshot")) {
      snapshot.countDown();
    }
  }

  @Override
  public void close() {
    subscription.dispose();
  }
}
