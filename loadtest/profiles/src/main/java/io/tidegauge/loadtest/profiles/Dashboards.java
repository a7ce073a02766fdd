package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import io.tidegauge.loadtest.http.Exposition;
import io.tidegauge.loadtest.http.MetricsEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What analysts ask: windows of 5 minutes of the whole history, merged by region. The same question
 * again is answered from the cache; a question whose end nobody has asked for is not. Thread-safe.
 */
final class Dashboards {

  /** What the report calls a question that was asked before. */
  static final String CACHED = "rollups, asked before";

  /** What the report calls one that was not. */
  static final String UNCACHED = "rollups, new";

  private static final List<String> MEASURES = List.of("avg", "max", "p95", "sum", "count");

  /** Ends within the last window of the history are other questions with the same answer. */
  private static final long ENDS = Duration.ofMinutes(5).toMillis() - 1;

  private final Target target;
  private final History history;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong fresh;
  private double hitsBefore;

  /**
   * Of a history.
   *
   * @param firstEnd the first of the ends that make a question new, so that no run has those of the
   *     one before
   */
  Dashboards(Target target, History history, long firstEnd) {
    this.target = target;
    this.history = history;
    this.fresh = new AtomicLong(firstEnd);
  }

  /** One of a few questions, always over the same time. */
  HttpRequestActionBuilder cached() {
    return http(CACHED)
        .get(session -> url(asked.getAndIncrement(), history.to()))
        .check(status().is(200));
  }

  /** A question that nobody has asked. */
  HttpRequestActionBuilder uncached() {
    return http(UNCACHED).get(this::newQuestion).check(status().is(200));
  }

  private String newQuestion(Session session) {
    long number = fresh.getAndIncrement();
    return url(number, history.to() - 1 - Math.floorMod(number, ENDS));
  }

  private String url(long number, long to) {
    String measure = MEASURES.get((int) Math.floorMod(number, (long) MEASURES.size()));
    return target.query().resolve(history.path("&by=region&agg=" + measure, to)).toString();
  }

  /** From here on is counted. */
  void begin() throws InterruptedException {
    hitsBefore = hits();
  }

  /** How many questions were asked that had been asked before. */
  long asked() {
    return asked.get();
  }

  /** How many questions the node has answered from its cache since {@link #begin}. */
  long answeredFromCache() throws InterruptedException {
    return (long) (hits() - hitsBefore);
  }

  private double hits() throws InterruptedException {
    return Exposition.sum(
            new MetricsEndpoint(target.query()).read(),
            "tidegauge_query_cache_total",
            Map.of("outcome", "hit"))
        .orElse(0);
  }
}
