package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.load.SampleRecords;
import io.tidegauge.loadtest.bench.system.DueWindows;
import io.tidegauge.loadtest.bench.system.ProcessorSystem;
import io.tidegauge.loadtest.bench.system.SampleFill;
import io.tidegauge.loadtest.bench.system.ServiceOptions;
import io.tidegauge.loadtest.bench.system.WindowingLog;
import io.tidegauge.loadtest.bench.system.WindowingPeer;
import io.tidegauge.loadtest.bench.system.WindowingSystem.Given;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Topics of samples that one system after the other reads from the beginning, as fast as it can,
 * round after round, each time in another order. A system is a process of its own that is started
 * for the round, with no state; the broker runs from the start to the end.
 */
final class CatchUp {

  private final WindowingSpec spec;
  private final LoadSpec load;
  private final Instant start;
  private final PrintWriter out;

  /**
   * Rounds over the same samples.
   *
   * @param start the first timestamp, the start of a day; the last must not be in the future
   */
  CatchUp(WindowingSpec spec, LoadSpec load, Instant start, PrintWriter out) {
    this.spec = spec;
    this.load = load;
    this.start = start;
    this.out = out;
    InstantSource clock = InstantSource.system();
    Instant last = start.plus(load.interval().multipliedBy(steps(spec.samples())));
    if (last.isAfter(clock.instant())) {
      throw new IllegalArgumentException(
          "the timestamps of "
              + steps(spec.samples())
              + " samples of each series would come to "
              + last
              + "; give fewer --samples, more --series or a shorter --interval");
    }
  }

  /**
   * Runs all.
   *
   * @return what came of each system, ours first
   */
  List<WindowingOutcome> run(
      Path directory, ServiceOptions services, List<WindowingPeer> peers, String peerFlags)
      throws InterruptedException {
    try (WindowingLog log = WindowingLog.start(directory, services, spec.partitions())) {
      List<Contestant> contestants = new ArrayList<>();
      contestants.add(
          new Contestant(
              "Tidegauge",
              ProcessorSystem.version(),
              name ->
                  ProcessorSystem.start(
                      log, directory, name, load.series(), spec.threads(), services),
              log));
      for (WindowingPeer peer : peers) {
        contestants.add(
            new Contestant(
                peer.title(),
                peer.version(),
                name -> peer.start(log, directory, name, spec.threads(), peerFlags),
                log));
      }
      for (Contestant contestant : contestants) {
        out.printf(Locale.ROOT, "%-18s %s%n", contestant.title(), contestant.version());
      }
      out.flush();
      log.createSingleSamples();
      for (Contestant contestant : contestants) {
        contestant.idle();
      }
      fill(log, !peers.isEmpty());
      rounds(contestants);
      List<WindowingOutcome> outcomes = new ArrayList<>();
      for (Contestant contestant : contestants) {
        WindowingOutcome outcome = contestant.outcome(load.series());
        outcomes.add(outcome);
        out.printf(
            Locale.ROOT,
            "%-18s %s%n",
            outcome.system(),
            outcome.audit().isEmpty() ? "never came to the end of its topic" : outcome.audit());
      }
      out.flush();
      return outcomes;
    }
  }

  private void rounds(List<Contestant> contestants) throws InterruptedException {
    for (int round = 0; round < spec.rounds(); round++) {
      for (int i = 0; i < contestants.size(); i++) {
        int who = (round + i) % contestants.size();
        Contestant contestant = contestants.get(who);
        say(round + 1, contestant, contestant.count(round + 1, spec, given(who == 0)));
      }
    }
  }

  /** The topic of single samples has the first of them only: peers are slower. */
  private void fill(WindowingLog log, boolean singly) {
    long begin = System.nanoTime();
    SampleRecords records = new SampleRecords(load, spec.partitions());
    try (SampleFill fill = new SampleFill(log, InstantSource.system())) {
      for (long step = 0; step < steps(spec.samples()); step++) {
        long timestamp = start.plus(load.interval().multipliedBy(step)).toEpochMilli();
        boolean both = singly && step < steps(spec.peerSamples());
        for (int record = 0; record < records.count(); record++) {
          records.write(record, timestamp, both, fill);
        }
      }
      fill.flush();
      out.printf(
          Locale.ROOT,
          "filled in %d s: %,d samples in records of %,d on average, %,d of them one by one; bytes in the log: %s%n",
          Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
          fill.samples(),
          load.series() / records.count(),
          fill.singles(),
          log.bytes());
      out.flush();
    }
  }

  private Given given(boolean ours) {
    long steps = steps(ours ? spec.samples() : spec.peerSamples());
    DueWindows due = new DueWindows(start, load.interval().multipliedBy(steps - 1));
    long all = 0;
    for (DueWindows.Length length : DueWindows.Length.values()) {
      all += due.count(length);
    }
    return new Given(
        steps * load.series(), load.series(), steps, all, due.count(DueWindows.Length.M5));
  }

  /** Samples of each series. */
  private long steps(long samples) {
    return Math.max(1, Math.ceilDiv(samples, load.series()));
  }

  private void say(int number, Contestant contestant, WindowingRound round) {
    out.printf(
        Locale.ROOT,
        "round %-4d %-18s %,10.0f samples/s, %,10.0f a CPU-second, %,10.0f with the broker's%s%n",
        number,
        contestant.title(),
        round.samplesPerSecond(),
        round.samplesPerCpuSecond(WindowingRound.PROCESSOR),
        round.samplesPerCpuSecond(),
        round.isDone() ? "" : "; time was up");
    out.flush();
  }
}
