package io.tidegauge.loadtest.bench.round;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.Load;
import io.tidegauge.loadtest.bench.load.LoadResult;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import io.tidegauge.loadtest.bench.measure.Quiet;
import io.tidegauge.loadtest.bench.system.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A system with its load. Not thread-safe. */
final class Contestant {

  private static final double NANOS = 1e9;
  private static final Duration WARM_UP_PART = Duration.ofSeconds(1);
  private static final Duration WARM_UP_PATIENCE = Duration.ofMinutes(5);

  private final SystemUnderTest system;
  private final Load load;
  private final Duration settle;
  private final ProcessClock clock;
  private final ProcessClock own = new ProcessClock(Map.of("load", ProcessHandle.current().pid()));
  private final List<Round> rounds = new ArrayList<>();
  private long samples;
  private long refused;

  Contestant(SystemUnderTest system, Load load, Duration settle) {
    this.system = system;
    this.load = load;
    this.settle = settle;
    this.clock = new ProcessClock(system.processes());
  }

  String name() {
    return system.name();
  }

  /** Sends until the system has used some processor time, or used it for too long. */
  void warmUp(Duration used) throws InterruptedException {
    double before = ProcessClock.sum(clock.seconds());
    long deadline = System.nanoTime() + WARM_UP_PATIENCE.toNanos();
    while (ProcessClock.sum(clock.seconds()) - before < used.toSeconds()
        && System.nanoTime() < deadline) {
      send(WARM_UP_PART);
    }
    system.awaitDone(sent());
  }

  private LoadResult send(Duration length) throws InterruptedException {
    LoadResult result = load.run(system.address(), system.path(), length);
    samples += result.samples();
    refused += result.refused();
    return result;
  }

  /** Sends for a while, and measures; returns when the system is quiet again. */
  Round count(Duration length) throws InterruptedException {
    Quiet.await(clock, settle);
    Map<String, Double> before = clock.seconds();
    Map<String, Double> ownBefore = own.seconds();
    long begin = System.nanoTime();
    LoadResult result = send(length);
    double loadSeconds = ProcessClock.sum(ProcessClock.between(ownBefore, own.seconds()));
    system.awaitDone(sent());
    double untilDone = (System.nanoTime() - begin) / NANOS;
    Duration settled = Quiet.await(clock, settle);
    Map<String, Double> used = ProcessClock.between(before, clock.seconds());
    check();
    Round round = Round.of(result, untilDone, settled.toNanos() / NANOS, used, loadSeconds);
    rounds.add(round);
    return round;
  }

  /** What came of all rounds; asks the system for the rest. */
  Outcome outcome() throws InterruptedException {
    Map<String, Long> peaks = clock.peaks();
    String audit = system.audit(sent());
    return new Outcome(
        system.name(),
        system.version(),
        List.copyOf(rounds),
        samples,
        peaks,
        system.bytesOnDisk(),
        audit);
  }

  /** What the system says that it took must be what it was sent. */
  private void check() throws InterruptedException {
    long accepted = system.accepted();
    if (accepted < samples || (refused == 0 && accepted > samples)) {
      throw new EngineException(
          "%s says that it took %,d samples, and answered 2xx to %,d"
              .formatted(system.name(), accepted, samples));
    }
  }

  private SystemUnderTest.Sent sent() {
    return new SystemUnderTest.Sent(
        samples, load.spec().series(), load.steps(), load.span(), refused == 0);
  }
}
