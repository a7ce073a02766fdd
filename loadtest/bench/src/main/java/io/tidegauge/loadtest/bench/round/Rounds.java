package io.tidegauge.loadtest.bench.round;

import io.tidegauge.loadtest.bench.load.Load;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.system.SystemUnderTest;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Gives the same load to one system after the other, round after round, each time in another order.
 *
 * <p>All systems run from the start to the end, as they do where they are used, and a round goes on
 * with the series of the one before: what is measured is the steady state, with compiled code and
 * known series. Each first uses some processor time that does not count. While one has its turn the
 * others have nothing to do; each is waited for until what it puts off is done.
 */
public final class Rounds {

  private final RoundSpec spec;
  private final PrintWriter out;
  private final List<Contestant> contestants = new ArrayList<>();

  /**
   * Rounds of systems that all get the same bodies.
   *
   * @param start the first timestamp
   */
  public Rounds(
      RoundSpec spec,
      LoadSpec load,
      Instant start,
      List<? extends SystemUnderTest> systems,
      PrintWriter out) {
    this.spec = spec;
    this.out = out;
    for (SystemUnderTest system : systems) {
      contestants.add(new Contestant(system, new Load(load, start), spec.settle()));
    }
  }

  /**
   * Runs all.
   *
   * @return what came of each system, in the order in which they were given
   */
  public List<Outcome> run() throws InterruptedException {
    for (Contestant contestant : contestants) {
      contestant.warmUp(spec.warmUp());
    }
    for (int round = 0; round < spec.rounds(); round++) {
      for (int i = 0; i < contestants.size(); i++) {
        Contestant contestant = contestants.get((round + i) % contestants.size());
        say("round " + (round + 1), contestant, contestant.count(spec.length()));
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Contestant contestant : contestants) {
      Outcome outcome = contestant.outcome();
      outcomes.add(outcome);
      out.printf(
          Locale.ROOT,
          "%-18s accepted %,d samples, as it says itself%s%n",
          outcome.system(),
          outcome.samples(),
          outcome.audit().isEmpty() ? "" : "; " + outcome.audit());
    }
    out.flush();
    return outcomes;
  }

  private void say(String what, Contestant contestant, Round round) {
    out.printf(
        Locale.ROOT,
        "%-10s %-18s %,9.0f samples/s, %,9.0f a CPU-second; answers p50 %.1f ms, p99 %.1f ms%s%n",
        what,
        contestant.name(),
        round.samplesPerSecond(),
        round.samplesPerCpuSecond(),
        round.p50Millis(),
        round.p99Millis(),
        round.refused() == 0 ? "" : "; " + round.refused() + " refused and sent again");
    out.flush();
  }
}
