package io.tidegauge.loadtest.latency;

import io.tidegauge.loadtest.http.Addresses;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.send.Outcome;
import io.tidegauge.loadtest.send.RemoteWriteSender;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import reactor.core.publisher.Mono;

/** Sends events at a steady rate, over new series, and looks when a live subscriber has them. */
public final class LatencyRun {

  private static final int TRIES = 20;
  private static final int SNAPSHOT_SECONDS = 10;
  private static final int PATIENCE_SECONDS = 30;
  private static final int PAUSE_MILLIS = 20;
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private final Addresses addresses;
  private final InstantSource clock;
  private final Plan plan;
  private final Consumer<String> warnings;
  private final Histogram answerMicros = new ConcurrentHistogram(LONGEST_MICROS, 3);

  /**
   * What to send.
   *
   * @param tenant whose events they are; empty for the default one
   * @param series how many
   * @param perSeries events of each
   * @param rate events a second, of all series
   * @param maxRate updates a second that the subscriber asks for
   */
  public record Plan(String tenant, int series, int perSeries, int rate, int maxRate) {

    /** Events of all series. */
    public long events() {
      return (long) perSeries * series;
    }
  }

  /**
   * What came of it.
   *
   * @param seen time until the subscriber had an event, or a later one of its series, µs; of those
   *     that were seen at all
   * @param answered time until the gateway had answered a request, µs
   */
  public record Result(Histogram seen, Histogram answered) {}

  /**
   * A run against an installation.
   *
   * @param warnings is told of requests that failed
   */
  public LatencyRun(
      Addresses addresses, InstantSource clock, Plan plan, Consumer<String> warnings) {
    this.addresses = addresses;
    this.clock = clock;
    this.plan = plan;
    this.warnings = warnings;
  }

  /** Sends, and waits until all is seen, half a minute at the most. */
  public Result run() throws InterruptedException {
    String metric = "tidegauge_latency_probe_" + Long.toString(clock.millis(), 36);
    Probe probe = new Probe(plan.series(), plan.perSeries());
    HttpCalls query = new HttpCalls(addresses.query(), plan.tenant(), TRIES);
    try (Feed feed = new Feed(query, metric, plan.maxRate(), probe)) {
      feed.awaitSnapshot(SNAPSHOT_SECONDS);
      sendAll(metric, probe);
      await(probe, feed);
    }
    return new Result(probe.histogram(), answerMicros);
  }

  /** Sends the next event of some series each 20 ms, at the rate, in a round over the series. */
  private void sendAll(String metric, Probe probe) {
    RemoteWriteSender sender =
        new RemoteWriteSender(new HttpCalls(addresses.ingest(), plan.tenant(), TRIES));
    int series = plan.series();
    List<LoadSeries> all = new ArrayList<>();
    for (int i = 0; i < series; i++) {
      TreeMap<String, String> labels = new TreeMap<>();
      labels.put(Feed.SERIES, Integer.toString(i));
      all.add(new LoadSeries(metric, labels, Kind.GAUGE));
    }
    List<Mono<Outcome>> underway = new ArrayList<>();
    long[] newest = new long[series];
    long start = System.nanoTime();
    for (long sent = 0; sent < plan.events(); ) {
      double due = (System.nanoTime() - start) / 1e9 * plan.rate();
      List<LoadSample> batch = new ArrayList<>();
      for (; sent < Math.min(plan.events(), 1 + (long) due); sent++) {
        int of = (int) (sent % series);
        int number = (int) (sent / series) + 1;
        // Of a series no two events may have one timestamp, however fast they come.
        newest[of] = Math.max(clock.millis(), newest[of] + 1);
        batch.add(new LoadSample(all.get(of), newest[of], number));
        probe.sent(of, number, System.nanoTime());
      }
      if (!batch.isEmpty()) {
        underway.add(send(sender, batch));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
    Outcome outcome =
        underway.stream()
            .map(mono -> Objects.requireNonNull(mono.block()))
            .reduce(Outcome.NONE, Outcome::plus);
    if (outcome.refused() > 0) {
      throw new IllegalStateException("the gateway refused events: " + outcome.messages());
    }
  }

  private Mono<Outcome> send(RemoteWriteSender sender, List<LoadSample> batch) {
    long start = System.nanoTime();
    Mono<Outcome> answer = sender.send(batch).doOnNext(outcome -> answered(start)).cache();
    answer.subscribe(outcome -> {}, e -> warnings.accept(String.valueOf(e.getMessage())));
    return answer;
  }

  private void answered(long start) {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    answerMicros.recordValue(Math.min(LONGEST_MICROS, micros));
  }

  private void await(Probe probe, Feed feed) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (probe.seenCount() < plan.events()
        && System.nanoTime() < giveUp
        && feed.failure() == null) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
  }
}
