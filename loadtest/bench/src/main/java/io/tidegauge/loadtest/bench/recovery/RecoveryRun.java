package io.tidegauge.loadtest.bench.recovery;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.Load;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.load.PacedLoad;
import io.tidegauge.loadtest.bench.system.AotCaches;
import io.tidegauge.loadtest.bench.system.Installation;
import io.tidegauge.loadtest.bench.system.TidegaugeOptions;
import io.tidegauge.loadtest.bench.system.TidegaugeService;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts services again and again, and kills processors. */
final class RecoveryRun {

  private static final double NANOS = 1e9;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_MILLIS = 50;
  private static final String WRITE = "/api/v1/write";

  private final LoadSpec load;
  private final TidegaugeOptions options;
  private final AotCaches caches;
  private final int rounds;
  private final Duration settle;
  private final Duration pause;
  private final PrintWriter out;
  private final InstantSource clock = InstantSource.system();

  /**
   * A run.
   *
   * @param settle between a processor that is ready again and the next kill
   * @param pause after which a process that was killed is started again
   */
  RecoveryRun(
      LoadSpec load,
      TidegaugeOptions options,
      AotCaches caches,
      int rounds,
      Duration settle,
      Duration pause,
      PrintWriter out) {
    this.load = load;
    this.options = options;
    this.caches = caches;
    this.rounds = rounds;
    this.settle = settle;
    this.pause = pause;
    this.out = out;
  }

  /** Starts of all services, then kills without a standby and with one. */
  RecoveryOutcome run(Path directory, List<Integer> standbys, boolean aotCache)
      throws InterruptedException {
    Map<String, List<Installation.Start>> starts = new LinkedHashMap<>();
    Map<Integer, List<Kill>> kills = new LinkedHashMap<>();
    for (int count : standbys) {
      Path own = directory.resolve("standbys-" + count);
      try (Installation installation = Installation.start(own, options, caches, count + 1)) {
        fill(installation);
        if (starts.isEmpty()) {
          starts.putAll(starts(installation));
        }
        kills.put(count, kills(installation, count));
      }
    }
    return new RecoveryOutcome(
        "Tidegauge", Installation.version(), load.series(), aotCache, starts, kills);
  }

  /** All series are there, and committed. */
  private void fill(Installation installation) throws InterruptedException {
    Load first = new Load(load, clock.instant().minus(load.interval()));
    first.runSteps(installation.address(TidegaugeService.GATEWAY), WRITE, 2);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (installation.series() < load.series()) {
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            "the processor has %,d series, and %,d were sent"
                .formatted(installation.series(), load.series()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    TimeUnit.NANOSECONDS.sleep(settle.toNanos());
  }

  private Map<String, List<Installation.Start>> starts(Installation installation)
      throws InterruptedException {
    Map<String, List<Installation.Start>> all = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (TidegaugeService service : TidegaugeService.values()) {
        Installation.Start start = installation.restart(service, 1);
        all.computeIfAbsent(service.title(), title -> new ArrayList<>()).add(start);
        out.printf(
            Locale.ROOT,
            "round %-4d %-10s ready after %.1f s, with %.1f CPU-seconds%n",
            round,
            service.title(),
            start.seconds(),
            start.cpuSeconds());
        out.flush();
      }
    }
    return all;
  }

  private List<Kill> kills(Installation installation, int standbys) throws InterruptedException {
    List<Kill> kills = new ArrayList<>();
    InetSocketAddress gateway = installation.address(TidegaugeService.GATEWAY);
    try (PacedLoad steady = new PacedLoad(load, gateway, WRITE, clock);
        Probe probe = Probe.start(installation, clock)) {
      probe.awaitFresh(clock.millis(), PATIENCE);
      for (int round = 1; round <= rounds; round++) {
        TimeUnit.NANOSECONDS.sleep(settle.toNanos());
        steady.check();
        // In turns: each has some of the partitions.
        Kill kill = kill(installation, probe, 1 + round % (standbys + 1));
        kills.add(kill);
        out.printf(
            Locale.ROOT,
            "round %-4d processor  killed %s: live again after %.1f s, ready after %.1f s%n",
            round,
            RecoveryTable.title(standbys),
            kill.liveSeconds(),
            kill.readySeconds());
        out.flush();
      }
      steady.check();
    }
    return kills;
  }

  private Kill kill(Installation installation, Probe probe, int number)
      throws InterruptedException {
    long begin = System.nanoTime();
    installation.killProcessor(number, pause);
    // It is gone: what is sent from now on it cannot have shown.
    probe.awaitFresh(clock.millis(), PATIENCE);
    double live = (System.nanoTime() - begin) / NANOS;
    while (!installation.isReady(TidegaugeService.PROCESSOR, number)) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new EngineException(
            "the processor was killed and is not ready again after %d s"
                .formatted(PATIENCE.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return new Kill(live, (System.nanoTime() - begin) / NANOS);
  }
}
