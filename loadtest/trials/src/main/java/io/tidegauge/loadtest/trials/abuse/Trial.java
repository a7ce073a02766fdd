package io.tidegauge.loadtest.trials.abuse;

import io.tidegauge.loadtest.trials.gateway.Memory;
import io.tidegauge.loadtest.trials.gateway.SteadyClients;
import io.tidegauge.loadtest.trials.gateway.TriedGateway;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Measures abuses of one gateway one after the other. Before and after each of them the others are
 * alone; both times together are what is normal. Not thread-safe.
 */
final class Trial {

  /** How much more memory an abuse may take, bytes. */
  static final long MAX_GROWTH = 64L << 20;

  static final double MAX_RATIO = 2.0;

  private static final String CUTS = "tidegauge_ingest_cut_connections_total";
  private static final int WARM_UP_SECONDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final int SETTLE_MILLIS = 1000;

  private final TriedGateway gateway;
  private final int port;
  private final SteadyClients others;
  private final Duration length;

  /**
   * Trials of a gateway.
   *
   * @param port that is abused
   * @param length of each abuse
   */
  Trial(TriedGateway gateway, int port, SteadyClients others, Duration length) {
    this.gateway = gateway;
    this.port = port;
    this.others = others;
    this.length = length;
  }

  /**
   * What came of an abuse.
   *
   * @param normal the others' times while they were alone, µs
   * @param abused the others' times meanwhile, µs
   * @param notTaken the others' requests that were refused, or got no answer
   * @param growth of memory, bytes
   * @param endings how the abuser's connections were ended, and how often
   * @param cuts connections that the gateway counts as cut, by reason
   */
  record Result(
      Abuse abuse,
      Histogram normal,
      Histogram abused,
      long notTaken,
      long growth,
      long connected,
      long units,
      Map<String, Long> endings,
      Map<String, Long> cuts) {

    static String title() {
      return String.format(
          Locale.ROOT,
          "%-19s %9s %9s %6s %8s %9s %9s %9s  %s",
          "abuse",
          "normal ms",
          "abused ms",
          "ratio",
          "failed",
          "+MiB",
          "connects",
          "units",
          "endings; cuts by reason");
    }

    double ratio() {
      return (double) abused.getValueAtPercentile(99) / normal.getValueAtPercentile(99);
    }

    boolean right() {
      return ratio() <= MAX_RATIO && harmless();
    }

    /** Whether all of the others were served, memory is bounded, and the abuser was cut off. */
    boolean harmless() {
      return notTaken == 0 && growth <= MAX_GROWTH && cuts.containsKey(abuse.end());
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%-19s %9.1f %9.1f %6.2f %8d %9.1f %9d %9d  %s; %s%s",
          abuse.label(),
          normal.getValueAtPercentile(99) / 1000.0,
          abused.getValueAtPercentile(99) / 1000.0,
          ratio(),
          notTaken,
          growth / (double) (1 << 20),
          connected,
          units,
          endings,
          cuts,
          right() ? "" : "  !");
    }
  }

  /** Lets the compilers do their work, also on what the abuses need. */
  void warmUp(Iterable<Abuse> abuses) throws InterruptedException {
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    for (Abuse abuse : abuses) {
      try (Abuser abuser = abuse.start(port)) {
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
      }
    }
  }

  Result run(Abuse abuse) throws InterruptedException {
    Memory before = Memory.collected(gateway);
    Map<String, Double> cutBefore = gateway.metrics().by(CUTS, "reason");
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    SteadyClients.Phase calm = others.next();
    TimeUnit.NANOSECONDS.sleep(length.toNanos() / 2);
    SteadyClients.Phase abused = others.next();
    long growth;
    Abuser abuser = abuse.start(port);
    try (abuser) {
      long peak = watch(length);
      others.next();
      Memory during = Memory.collected(gateway);
      growth =
          Math.max(0, during.heap() - before.heap())
              + Math.max(0, Math.max(peak, during.resident()) - before.resident());
      awaitCut(abuse, cutBefore);
    }
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    SteadyClients.Phase after = others.next();
    TimeUnit.NANOSECONDS.sleep(length.toNanos() / 2);
    others.next();
    Histogram normal = calm.micros().copy();
    normal.add(after.micros());
    return new Result(
        abuse,
        normal,
        abused.micros(),
        abused.refused() + abused.failed(),
        growth,
        abuser.connected(),
        abuser.units(),
        abuser.endings(),
        cutsSince(cutBefore));
  }

  /** Goes on with an abuse until it is cut off for its reason, or for too long; gives the cuts. */
  Map<String, Long> untilCut(Abuse abuse) throws InterruptedException {
    Map<String, Double> before = gateway.metrics().by(CUTS, "reason");
    try (Abuser abuser = abuse.start(port)) {
      awaitCut(abuse, before);
      return cutsSince(before);
    }
  }

  private long watch(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    long peak = 0;
    while (System.nanoTime() < end) {
      peak = Math.max(peak, Memory.resident(gateway.pid()));
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return peak;
  }

  /** What is slow is cut off after a time; the abuse goes on until then. */
  private void awaitCut(Abuse abuse, Map<String, Double> before) throws InterruptedException {
    long start = System.nanoTime();
    while (!cutsSince(before).containsKey(abuse.end())
        && System.nanoTime() - start < PATIENCE.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS / 2);
    }
  }

  private Map<String, Long> cutsSince(Map<String, Double> before) throws InterruptedException {
    return difference(before, gateway.metrics().by(CUTS, "reason"));
  }

  private static Map<String, Long> difference(
      Map<String, Double> before, Map<String, Double> after) {
    Map<String, Long> more = new TreeMap<>();
    after.forEach(
        (reason, count) -> {
          long grown = Math.round(count - before.getOrDefault(reason, 0.0));
          if (grown > 0) {
            more.put(reason, grown);
          }
        });
    return more;
  }
}
