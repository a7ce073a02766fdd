package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import io.tidegauge.loadtest.bench.system.ProcessorSystem;
import io.tidegauge.loadtest.bench.system.ServiceOptions;
import io.tidegauge.loadtest.bench.system.WindowingLog;
import io.tidegauge.loadtest.jvm.ReachableHeap;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The processor beside a load that comes at its own pace, with the time's own timestamps: what it
 * costs where nothing has to be caught up.
 */
final class Paced {

  private static final double NANOS = 1e9;
  private static final long LOOK_MILLIS = 200;
  private static final Duration WARM_UP_PATIENCE = Duration.ofMinutes(2);
  private static final Duration CATCH_UP_PATIENCE = Duration.ofMinutes(1);

  private final WindowingSpec spec;
  private final LoadSpec load;
  private final PrintWriter out;

  Paced(WindowingSpec spec, LoadSpec load, PrintWriter out) {
    this.spec = spec;
    this.load = load;
    this.out = out;
  }

  PacedOutcome run(Path directory, ServiceOptions services) throws InterruptedException {
    try (WindowingLog log = WindowingLog.start(directory, services, spec.partitions());
        ProcessorSystem system =
            ProcessorSystem.start(
                log, directory, "tidegauge", load.series(), spec.threads(), services)) {
      Map<String, Long> pids = new LinkedHashMap<>();
      pids.put(WindowingRound.PROCESSOR, system.pid());
      pids.put(WindowingRound.BROKER, log.pid());
      ProcessClock clock = new ProcessClock(pids);
      List<PacedRound> rounds = new ArrayList<>();
      long heap;
      PacedFill fill = new PacedFill(load, log, spec.partitions(), InstantSource.system());
      try (fill) {
        warmUp(clock, fill);
        for (int round = 1; round <= spec.rounds(); round++) {
          PacedRound done = count(system, clock, fill);
          rounds.add(done);
          out.printf(
              Locale.ROOT,
              "round %-4d %,.0f samples/s, %.3f cores of the processor, %.3f of the broker, %,d behind%n",
              round,
              done.samples() / done.seconds(),
              done.cores(WindowingRound.PROCESSOR),
              done.cores(WindowingRound.BROKER),
              done.behind());
          out.flush();
        }
        heap = ReachableHeap.bytes(system.pid());
      }
      awaitAll(system, fill.written());
      return new PacedOutcome(
          "Tidegauge", ProcessorSystem.version(), load.series(), List.copyOf(rounds), heap);
    }
  }

  private void warmUp(ProcessClock clock, PacedFill fill) throws InterruptedException {
    double before = clock.seconds().getOrDefault(WindowingRound.PROCESSOR, 0.0);
    long deadline = System.nanoTime() + WARM_UP_PATIENCE.toNanos();
    while (clock.seconds().getOrDefault(WindowingRound.PROCESSOR, 0.0) - before
            < spec.warmUp().toSeconds()
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      fill.written();
    }
  }

  private PacedRound count(ProcessorSystem system, ProcessClock clock, PacedFill fill)
      throws InterruptedException {
    long writtenBefore = fill.written();
    Map<String, Double> before = clock.seconds();
    long begin = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(spec.length().toNanos());
    Map<String, Double> used = ProcessClock.between(before, clock.seconds());
    long written = fill.written();
    double seconds = (System.nanoTime() - begin) / NANOS;
    long behind = Math.max(0, written - system.processed());
    return new PacedRound(written - writtenBefore, seconds, behind, used, clock.peaks());
  }

  /** Every sample must be counted. */
  private static void awaitAll(ProcessorSystem system, long written) throws InterruptedException {
    long deadline = System.nanoTime() + CATCH_UP_PATIENCE.toNanos();
    while (system.processed() < written) {
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            "the processor counted %,d of %,d samples that were written"
                .formatted(system.processed(), written));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
