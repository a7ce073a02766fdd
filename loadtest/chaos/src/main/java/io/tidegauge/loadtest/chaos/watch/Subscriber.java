package io.tidegauge.loadtest.chaos.watch;

import io.tidegauge.contract.sse.SseEvent;
import io.tidegauge.contract.sse.SseParser;
import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.cluster.Role;
import io.tidegauge.loadtest.http.HttpCalls;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A browser on the live feed of the {@link Probe}'s series: where its stream ends it comes back to
 * the next query node, with the id of the last event that it had. Thread-safe.
 */
public final class Subscriber implements AutoCloseable {

  private static final Duration COMES_BACK = Duration.ofMillis(500);

  /** A node says something every 15 s, if only that it is there. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final String PATH =
      "/api/v1/live/stream?metric=" + Probe.METRIC + "&window=5m&maxRate=10";
  private static final JsonMapper JSON = new JsonMapper();

  private record Shown(Instant start, long count) {}

  private final List<URI> nodes;
  private final HttpCalls calls;
  private final Map<String, Shown> shown = new HashMap<>();
  private final Disposable subscription;
  private String lastEventId = "";
  private int connections;
  private long updates;
  private long lastUpdate;
  private long longestGap;
  private long wentBack;

  private Subscriber(List<URI> nodes) {
    this.nodes = List.copyOf(nodes);
    this.calls = new HttpCalls(nodes, Probe.TENANT, new HttpCalls.Patience(1, SILENCE, COMES_BACK));
    this.subscription =
        Flux.defer(this::connect)
            .repeatWhen(ends -> ends.delayElements(COMES_BACK))
            .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, COMES_BACK))
            .subscribe();
  }

  /** Begins. */
  public static Subscriber start(Cluster cluster) {
    return new Subscriber(cluster.addresses(Role.QUERY));
  }

  private synchronized Flux<byte[]> connect() {
    URI node = nodes.get(connections++ % nodes.size());
    String from = lastEventId;
    SseParser parser = new SseParser(from, this::onEvent, retry -> {});
    return calls
        .client()
        .headers(
            headers -> {
              headers.set("Accept", "text/event-stream");
              if (!from.isEmpty()) {
                headers.set("Last-Event-ID", from);
              }
            })
        .get()
        .uri(node.resolve(PATH))
        .response(
            (response, body) ->
                response.status().code() == 200
                    ? body.asByteArray()
                    : Flux.error(new IllegalStateException(node + ": " + response.status())))
        .timeout(SILENCE)
        .doOnNext(bytes -> accept(parser, bytes));
  }

  private synchronized void accept(SseParser parser, byte[] bytes) {
    parser.accept(bytes);
    lastEventId = parser.lastEventId();
  }

  private void onEvent(SseEvent event) {
    if (!event.type().equals("snapshot") && !event.type().equals("update")) {
      return;
    }
    long now = System.nanoTime();
    if (updates++ > 0) {
      longestGap = Math.max(longestGap, now - lastUpdate);
    }
    lastUpdate = now;
    for (JsonNode series : JSON.readTree(event.data()).path("series")) {
      JsonNode window = series.path("windows").path("5m");
      if (window.has("count")) {
        Instant start = Instant.parse(window.path("start").asString());
        show(series.path("labels").toString(), new Shown(start, window.path("count").asLong()));
      }
    }
  }

  private void show(String series, Shown next) {
    Shown before = shown.put(series, next);
    if (before != null
        && (next.start().isBefore(before.start())
            || (next.start().equals(before.start()) && next.count() < before.count()))) {
      wentBack++;
    }
  }

  /** What it has been through, in a line. */
  public synchronized String line() {
    return String.format(
        Locale.ROOT,
        "a subscriber over SSE: %,d updates, %d times cut off, %.1f s without one at the most, %d"
            + " times shown less than before",
        updates,
        Math.max(0, connections - 1),
        longestGap / 1e9,
        wentBack);
  }

  @Override
  public void close() {
    subscription.dispose();
  }
}
