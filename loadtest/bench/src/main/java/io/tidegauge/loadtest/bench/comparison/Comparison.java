package io.tidegauge.loadtest.bench.comparison;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.LoadException;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.measure.Machine;
import io.tidegauge.loadtest.bench.report.ResultFile;
import io.tidegauge.loadtest.bench.round.Outcome;
import io.tidegauge.loadtest.bench.round.RoundSpec;
import io.tidegauge.loadtest.bench.round.Rounds;
import io.tidegauge.loadtest.bench.system.Peer;
import io.tidegauge.loadtest.bench.system.SystemUnderTest;
import io.tidegauge.loadtest.http.CallException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** One run of a command that measures a system of ours beside peers. Not thread-safe. */
public final class Comparison {

  /**
   * So far back timestamps begin: at full speed they run ahead of the time, and may not come near
   * it; and what is kept for seven days must still take them.
   */
  private static final int DAYS_BACK = 5;

  private final CommandSpec command;
  private final ComparisonOptions options;
  private final PrintWriter out;
  private final PrintWriter err;

  /** Of a command that is executed. */
  public Comparison(CommandSpec command, ComparisonOptions options) {
    this.command = command;
    this.options = options;
    this.out = command.commandLine().getOut();
    this.err = command.commandLine().getErr();
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
   * @param name of the command
   * @param ours starts our system
   * @param table of the outcomes
   * @return the command's exit code
   */
  public int run(String name, Starter ours, Function<List<Outcome>, String> table)
      throws InterruptedException {
    try {
      LoadSpec load = options.load().spec();
      RoundSpec rounds = options.rounds().spec();
      List<Peer> peers = options.peers().peers(out);
      return measure(name, ours, peers, load, rounds, table);
    } catch (IllegalArgumentException e) {
      err.println("bench " + name + ": " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (EngineException | LoadException | CallException | IOException e) {
      err.println("bench " + name + ": " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private int measure(
      String name,
      Starter ours,
      List<Peer> peers,
      LoadSpec load,
      RoundSpec rounds,
      Function<List<Outcome>, String> table)
      throws InterruptedException, IOException {
    Instant now = InstantSource.system().instant();
    Machine machine = Machine.here();
    double loadAverage = Machine.loadAverage();
    out.println(machine.processor() + ", " + machine.verdict(loadAverage));
    out.println(describe(load, rounds));
    out.flush();
    Instant start = now.truncatedTo(ChronoUnit.DAYS).minus(DAYS_BACK, ChronoUnit.DAYS);
    Path directory = options.report().createDirectory();
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
    ResultFile file =
        new ResultFile(name, now.toString(), arguments(), machine, loadAverage, outcomes);
    out.println("Written to " + file.write(options.report().results()));
    options.report().done(directory);
    return CommandLine.ExitCode.OK;
  }

  private List<String> arguments() {
    return command.commandLine().getParseResult().originalArgs();
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
