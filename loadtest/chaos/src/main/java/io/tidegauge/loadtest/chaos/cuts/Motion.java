package io.tidegauge.loadtest.chaos.cuts;

import io.tidegauge.loadtest.chaos.cuts.check.Filter;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.send.Outcome;
import io.tidegauge.loadtest.send.RemoteWriteSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Values that move: a few series at a time get a sample, each one higher than the one before, and
 * now and then one ends for a while. Sends on a thread of its own.
 */
final class Motion implements AutoCloseable {

  /** How many series there are. */
  static final int SERIES = 48;

  private static final int METRICS = 4;
  private static final int HOSTS = 6;
  private static final int AT_ONCE = 6;
  private static final int ONE_ENDS_IN = 40;
  private static final long REST_MILLIS = 2_000;
  private static final long TICK_MILLIS = 40;

  /** Prometheus' stale marker: the series has ended. */
  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private static final HttpCalls.Patience PATIENCE =
      new HttpCalls.Patience(50, Duration.ofSeconds(10), Duration.ofSeconds(1));

  private final RemoteWriteSender sender;
  private final InstantSource clock;
  private final SplittableRandom random;
  private final Consumer<String> warnings;
  private final List<LoadSeries> series = new ArrayList<>();
  private final long[] newest = new long[SERIES];
  private final long[] restsUntil = new long[SERIES];
  private final Thread thread;
  private volatile boolean closed;
  private volatile long sent;
  private long number;

  Motion(
      java.net.URI gateway,
      String tenant,
      InstantSource clock,
      long seed,
      Consumer<String> warnings) {
    this.sender = new RemoteWriteSender(new HttpCalls(List.of(gateway), tenant, PATIENCE));
    this.clock = clock;
    this.random = new SplittableRandom(seed);
    this.warnings = warnings;
    for (int i = 0; i < SERIES; i++) {
      TreeMap<String, String> labels = new TreeMap<>();
      labels.put("host", host(i / METRICS));
      labels.put("zone", zone(i / METRICS / HOSTS));
      series.add(new LoadSeries(metric(i), labels, Kind.GAUGE));
    }
    this.thread = Thread.ofPlatform().daemon().name("motion").start(this::run);
  }

  private static String metric(int i) {
    return "cuts_" + i % METRICS;
  }

  private static String host(int i) {
    return "host-" + i % HOSTS;
  }

  private static String zone(int i) {
    return "zone-" + i;
  }

  /** What a client asks for; all kinds of filters come in turn. */
  static Filter filter(int client) {
    int which = client / 6;
    return switch (client / 2 % 3) {
      case 0 -> Filter.ofMetric(metric(which));
      case 1 -> Filter.ofServer(host(which));
      default -> Filter.ofLabel("zone", zone(which % (SERIES / METRICS / HOSTS)));
    };
  }

  /** All that clients ask for, each once. */
  static List<Filter> filters() {
    return IntStream.range(0, 3 * SERIES).mapToObj(Motion::filter).distinct().toList();
  }

  /** How many samples were taken. */
  long sent() {
    return sent;
  }

  private void run() {
    send(all());
    while (!closed) {
      send(some());
      try {
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private List<LoadSample> all() {
    List<LoadSample> samples = new ArrayList<>();
    for (int i = 0; i < SERIES; i++) {
      samples.add(next(i, ++number));
    }
    return samples;
  }

  private List<LoadSample> some() {
    List<LoadSample> samples = new ArrayList<>();
    long now = clock.millis();
    for (int i = 0; i < AT_ONCE; i++) {
      int one = random.nextInt(SERIES);
      if (restsUntil[one] > now) {
        continue;
      }
      boolean ends = random.nextInt(ONE_ENDS_IN * AT_ONCE) == 0;
      samples.add(next(one, ends ? STALE : ++number));
      if (ends) {
        restsUntil[one] = now + REST_MILLIS;
      }
    }
    return samples;
  }

  /** Of a series no two samples have one timestamp. */
  private LoadSample next(int one, double value) {
    newest[one] = Math.max(clock.millis(), newest[one] + 1);
    return new LoadSample(series.get(one), newest[one], value);
  }

  private void send(List<LoadSample> samples) {
    if (samples.isEmpty()) {
      return;
    }
    try {
      Outcome outcome = Objects.requireNonNull(sender.send(samples).block());
      sent += outcome.accepted();
      if (outcome.refused() > 0) {
        warnings.accept("the gateway refused samples: " + outcome.messages());
      }
    } catch (CallException e) {
      warnings.accept("samples were not taken: " + e.getMessage());
    }
  }

  /** Ends; all that was sent has been taken then. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
