package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import io.tidegauge.loadtest.bench.measure.Quiet;
import io.tidegauge.loadtest.bench.system.WindowingLog;
import io.tidegauge.loadtest.bench.system.WindowingSystem;
import io.tidegauge.loadtest.bench.system.WindowingSystem.Given;
import io.tidegauge.loadtest.jvm.ReachableHeap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A system that is started anew for each round, at the beginning of its topic. Not thread-safe. */
final class Contestant {

  private static final double NANOS = 1e9;
  private static final long LOOK_MILLIS = 500;
  private static final Duration WARM_UP_PATIENCE = Duration.ofMinutes(5);

  private final String title;
  private final String version;
  private final Starter starter;
  private final WindowingLog log;
  private final List<WindowingRound> rounds = new ArrayList<>();
  private long idleHeap;
  private String audit = "";

  /** Starts a system with no state. */
  @FunctionalInterface
  interface Starter {

    /** Returns when it is ready; the name is of its group and folder. */
    WindowingSystem start(String name) throws InterruptedException;
  }

  Contestant(String title, String version, Starter starter, WindowingLog log) {
    this.title = title;
    this.version = version;
    this.starter = starter;
    this.log = log;
  }

  String title() {
    return title;
  }

  String version() {
    return version;
  }

  /** Measures what its heap holds while there are no samples. */
  void idle() throws InterruptedException {
    try (WindowingSystem system = starter.start(name("idle"))) {
      idleHeap = ReachableHeap.bytes(system.pid());
    }
    log.deleteOutputs();
  }

  /** What there was when it began to count. */
  private record Begin(long processed, long nanos, Map<String, Double> cpuSeconds) {}

  /**
   * Has it read its topic from the beginning, and measures once it is warm; without a warm-up from
   * its start on.
   */
  WindowingRound count(int number, WindowingSpec spec, Given given) throws InterruptedException {
    ProcessClock broker = new ProcessClock(Map.of(WindowingRound.BROKER, log.pid()));
    Begin begin = new Begin(0, System.nanoTime(), broker.seconds());
    WindowingRound round;
    try (WindowingSystem system = starter.start(name("round-" + number))) {
      Map<String, Long> pids = new LinkedHashMap<>();
      pids.put(WindowingRound.PROCESSOR, system.pid());
      pids.put(WindowingRound.BROKER, log.pid());
      ProcessClock clock = new ProcessClock(pids);
      if (!spec.warmUp().isZero()) {
        warmUp(clock, spec.warmUp());
        begin = new Begin(system.processed(), System.nanoTime(), clock.seconds());
        requireSomeLeft(begin.processed(), given);
      }
      round = measure(system, clock, begin, spec, given);
      if (round.isDone()) {
        audit = system.audit(given);
      }
    }
    log.deleteOutputs();
    rounds.add(round);
    return round;
  }

  WindowingOutcome outcome(int series) {
    return new WindowingOutcome(title, version, series, idleHeap, List.copyOf(rounds), audit);
  }

  private static void warmUp(ProcessClock clock, Duration used) throws InterruptedException {
    double before = processor(clock);
    long deadline = System.nanoTime() + WARM_UP_PATIENCE.toNanos();
    while (processor(clock) - before < used.toSeconds() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS / 5);
    }
  }

  private static double processor(ProcessClock clock) {
    return clock.seconds().getOrDefault(WindowingRound.PROCESSOR, 0.0);
  }

  private static WindowingRound measure(
      WindowingSystem system, ProcessClock clock, Begin begin, WindowingSpec spec, Given given)
      throws InterruptedException {
    long deadline = System.nanoTime() + spec.length().toNanos();
    long processed = begin.processed();
    long busy = processed;
    double seconds = 0;
    boolean done = false;
    while (!done && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      processed = system.processed();
      // When it has come to the end it is not known since when: that says nothing of the speed.
      if (processed < given.samples() || seconds == 0) {
        busy = processed;
        seconds = (System.nanoTime() - begin.nanos()) / NANOS;
      }
      done = processed == given.samples() && system.isDone();
    }
    double settled = done ? Quiet.await(clock, spec.settle()).toNanos() / NANOS : 0;
    Map<String, Double> used = ProcessClock.between(begin.cpuSeconds(), clock.seconds());
    Map<String, Long> peaks = clock.peaks();
    return new WindowingRound(
        begin.processed(),
        processed - begin.processed(),
        (busy - begin.processed()) / seconds,
        done,
        settled,
        used,
        peaks,
        ReachableHeap.bytes(system.pid()),
        system.memory());
  }

  /** What is measured must be more than an instant. */
  private void requireSomeLeft(long before, Given given) {
    if (before > given.samples() - given.samples() / 5) {
      throw new EngineException(
          "%s had done %,d of %,d samples when its warm-up was over; give more --samples, or a shorter --warm-up"
              .formatted(title, before, given.samples()));
    }
  }

  /** As Kafka takes it for a group and a topic. */
  private String name(String what) {
    return title.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + what;
  }
}
