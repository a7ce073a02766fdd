package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.measure.Machine;
import io.tidegauge.loadtest.bench.report.ReportOptions;
import io.tidegauge.loadtest.bench.report.ResultFile;
import io.tidegauge.loadtest.bench.system.WindowingPeer;
import io.tidegauge.loadtest.http.CallException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidegauge bench processor}: the processor beside other ways to window. */
@Command(
    name = "processor",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Fills a topic with samples as the gateway writes them, and one with the same samples one by one;",
      "has the processor (without its sinks into ClickHouse and Redis), the Kafka Streams DSL and Apache",
      "Flink catch up with them from the beginning, in turns, each a process of its own that is started",
      "for the round; counts what each did once it was warm, and what that cost. With --rate the",
      "processor alone, beside samples that come at that pace."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured; what came to the end of its topic made the windows that were due",
      "1:a system ended, or made other windows",
      "2:wrong arguments"
    })
public final class ProcessorCommand implements Callable<Integer> {

  /** So far back timestamps begin: they run ahead of the time, and may not come near it. */
  private static final int DAYS_BACK = 5;

  @Mixin private final WindowingOptions options = new WindowingOptions();

  @Mixin private final ReportOptions report = new ReportOptions();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    CommandLine line = Objects.requireNonNull(command).commandLine();
    try {
      return measure(line);
    } catch (IllegalArgumentException e) {
      line.getErr().println("bench processor: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (EngineException | CallException | IOException e) {
      line.getErr().println("bench processor: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** What is measured in a directory. */
  @FunctionalInterface
  private interface Measurement {
    Measured in(Path directory) throws InterruptedException;
  }

  /** What came of it. */
  private record Measured(List<? extends Record> outcomes, String table) {}

  private int measure(CommandLine line) throws InterruptedException, IOException {
    PrintWriter out = line.getOut();
    Instant now = InstantSource.system().instant();
    LoadSpec load = options.load();
    WindowingSpec spec = options.spec();
    Measurement measurement =
        options.rate() > 0 ? paced(spec, load, out) : catchUp(spec, load, now, out);
    Machine machine = Machine.here();
    double loadAverage = Machine.loadAverage();
    out.println(machine.processor() + ", " + machine.verdict(loadAverage));
    out.println(describe(load, spec));
    out.flush();
    Path directory = report.createDirectory();
    Measured measured = measurement.in(directory);
    out.println();
    out.print(measured.table());
    ResultFile file =
        new ResultFile(
            "processor",
            now.toString(),
            line.getParseResult().originalArgs(),
            machine,
            loadAverage,
            measured.outcomes());
    out.println("Written to " + file.write(report.results()));
    report.done(directory);
    return CommandLine.ExitCode.OK;
  }

  private Measurement paced(WindowingSpec spec, LoadSpec load, PrintWriter out) {
    Paced paced = new Paced(spec, load, out);
    return directory -> {
      PacedOutcome outcome = paced.run(directory, options.services());
      return new Measured(List.of(outcome), outcome.table());
    };
  }

  private Measurement catchUp(WindowingSpec spec, LoadSpec load, Instant now, PrintWriter out) {
    List<WindowingPeer> peers = options.peers();
    Instant start = now.truncatedTo(ChronoUnit.DAYS).minus(DAYS_BACK, ChronoUnit.DAYS);
    CatchUp catchUp = new CatchUp(spec, load, start, out);
    return directory -> {
      List<WindowingOutcome> outcomes =
          catchUp.run(directory, options.services(), peers, options.peerFlags());
      return new Measured(outcomes, WindowingTable.of(outcomes));
    };
  }

  private static String describe(LoadSpec load, WindowingSpec spec) {
    return String.format(
        Locale.ROOT,
        "%,d series of %d labels, %s values, a sample each %s, seed %d; %d partitions, %d threads;"
            + " %d rounds of at most %d s after %d CPU-seconds of warm-up",
        load.series(),
        load.labels(),
        load.values(),
        load.interval(),
        load.seed(),
        spec.partitions(),
        spec.threads(),
        spec.rounds(),
        spec.length().toSeconds(),
        spec.warmUp().toSeconds());
  }
}
