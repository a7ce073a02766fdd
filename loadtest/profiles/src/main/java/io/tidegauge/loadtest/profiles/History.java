package io.tidegauge.loadtest.profiles;

import io.tidegauge.loadtest.body.AgentBodies;
import io.tidegauge.loadtest.body.SeriesLabels;
import io.tidegauge.loadtest.body.SeriesSpec;
import io.tidegauge.loadtest.body.ValueMix;
import io.tidegauge.loadtest.http.Answer;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A metric that has a past: a sample of each of its series in each window of 5 minutes, up to an
 * hour ago, so that all of the windows are closed. It is late, and comes into history as a
 * revision. Not thread-safe.
 */
final class History {

  private static final JsonMapper JSON = new JsonMapper();
  private static final long WINDOW = Duration.ofMinutes(5).toMillis();
  private static final long AGO = Duration.ofHours(1).toMillis();
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long PAUSE_SECONDS = 2;
  private static final int TRIES = 20;

  private final HttpCalls ingest;
  private final HttpCalls query;
  private final SeriesSpec spec;
  private final int series;
  private final int windows;
  private final long now;
  private final String metric;

  /**
   * Of an installation; nothing is sent yet.
   *
   * @param series how many series the metric has
   * @param hours how long its past is
   * @param seed of labels and values
   * @param now ms since the epoch
   */
  History(Target target, int series, int hours, long seed, long now) {
    this.ingest = new HttpCalls(target.ingest(), target.tenant(), TRIES);
    this.query = new HttpCalls(target.query(), target.tenant(), TRIES);
    this.spec = new SeriesSpec(6, List.of(1, 20, 8, 4, 64), seed, ValueMix.PERCENT);
    this.series = series;
    this.windows = (int) (Duration.ofHours(hours).toMillis() / WINDOW);
    this.now = now;
    this.metric =
        new SeriesLabels(spec)
            .of(0).stream()
                .filter(label -> label.name().equals("__name__"))
                .findFirst()
                .orElseThrow()
                .value();
  }

  /** The end of the last window, ms since the epoch. */
  long to() {
    return (now - AGO) / WINDOW * WINDOW;
  }

  /** The path of a question for all of it up to an end. */
  String path(String parameters, long to) {
    return "/api/v1/rollups?window=5m&metric=%s&from=%d&to=%d%s"
        .formatted(metric, to() - windows * WINDOW, to, parameters);
  }

  /**
   * Sends what is not there, and waits until all of it is.
   *
   * @throws CallException where it is not there in ten minutes, or is refused
   */
  void prepare(PrintWriter out) throws InterruptedException {
    long wanted = (long) windows * series;
    long there = there();
    if (there < wanted) {
      out.printf(
          Locale.ROOT,
          "Sending history: %,d series, %,d windows of 5 minutes each%n",
          series,
          windows);
      out.flush();
      send();
    }
    long giveUp = System.nanoTime() + LIMIT_NANOS;
    while (there < wanted) {
      if (System.nanoTime() - giveUp > 0) {
        throw new CallException(
            "only %,d of %,d windows of %s came into history".formatted(there, wanted, metric));
      }
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      there = there();
    }
  }

  private void send() {
    AgentBodies bodies = new AgentBodies(spec, 1, series);
    for (long start = to() - windows * WINDOW; start < to(); start += WINDOW) {
      // Not at the same time in each run, or the values of two runs would be in conflict.
      byte[] body = bodies.next(0, start + now % WINDOW);
      Answer answer =
          Objects.requireNonNull(ingest.post("/api/v1/write", AgentBodies.HEADERS, body).block());
      if (!answer.isSuccess()) {
        throw new CallException(ingest.base() + " refuses history: " + answer.describe());
      }
    }
  }

  /** How many windows of all series are in history. */
  private long there() {
    Answer answer = Objects.requireNonNull(query.get(path("&agg=count", to())).block());
    if (!answer.isSuccess()) {
      throw new CallException(query.base() + " does not tell history: " + answer.describe());
    }
    long points = 0;
    for (JsonNode one : JSON.readTree(answer.body()).path("series")) {
      points += one.path("points").size();
    }
    return points;
  }
}
