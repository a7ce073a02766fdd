package io.tidegauge.loadtest.bench.comparison;

import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.report.Report;
import io.tidegauge.loadtest.bench.round.Outcome;
import io.tidegauge.loadtest.bench.round.RoundSpec;
import io.tidegauge.loadtest.bench.round.Rounds;
import io.tidegauge.loadtest.bench.system.Peer;
import io.tidegauge.loadtest.bench.system.SystemUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** One run of a command that measures a system of ours beside peers. Not thread-safe. */
public final class Comparison {

  private final CommandSpec command;
  private final ComparisonOptions options;

  /** Of a command that is executed. */
  public Comparison(CommandSpec command, ComparisonOptions options) {
    this.command = command;
    this.options = options;
  }

  /** Starts what is ours. */
  @FunctionalInterface
  public interface Starter {
    /**
     * Returns when it takes samples.
     *
     * @param directory for all that it keeps
     * @param start the first timestamp that will be sent, the start of a day
     */
    SystemUnderTest start(Path directory, Instant start) throws InterruptedException;
  }

  /**
   * Measures, prints and writes.
   *
   * @param ours starts our system
   * @param table of the outcomes
   * @return the command's exit code
   */
  public int run(Starter ours, Function<List<Outcome>, String> table) throws InterruptedException {
    return Report.exitCode(command, options.report(), report -> measure(report, ours, table));
  }

  private void measure(Report report, Starter ours, Function<List<Outcome>, String> table)
      throws InterruptedException, IOException {
    PrintWriter out = report.out();
    LoadSpec load = options.load().spec();
    RoundSpec rounds = options.rounds().spec();
    List<Peer> peers = options.peers().peers(out);
    Instant start = LoadSpec.firstTimestamp(report.now());
    Path directory = report.begin(describe(load, rounds));
    List<SystemUnderTest> systems = new ArrayList<>();
    List<Outcome> outcomes;
    try {
      systems.add(ours.start(directory, start));
      for (Peer peer : peers) {
        systems.add(peer.start(directory));
      }
      for (SystemUnderTest system : systems) {
        out.printf(Locale.ROOT, "%-18s %s%n", system.name(), system.version());
      }
      outcomes = new Rounds(rounds, load, start, systems, out).run();
    } finally {
      systems.reversed().forEach(SystemUnderTest::close);
    }
    out.println();
    out.print(table.apply(outcomes));
    report.end(directory, outcomes);
  }

  private static String describe(LoadSpec load, RoundSpec rounds) {
    return String.format(
        Locale.ROOT,
        "%,d series of %d labels, bodies of %d to %d samples, %d connections, a sample each %s, seed"
            + " %d; %d rounds of %d s after %d CPU-seconds of warm-up",
        load.series(),
        load.labels(),
        load.fewest(),
        load.most(),
        load.connections(),
        load.interval(),
        load.seed(),
        rounds.rounds(),
        rounds.length().toSeconds(),
        rounds.warmUp().toSeconds());
  }
}
