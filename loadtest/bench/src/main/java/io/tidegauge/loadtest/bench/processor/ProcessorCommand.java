package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.report.Report;
import io.tidegauge.loadtest.bench.report.ReportOptions;
import io.tidegauge.loadtest.bench.system.WindowingPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Mixin private final WindowingOptions options = new WindowingOptions();

  @Mixin private final ReportOptions reportOptions = new ReportOptions();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    return Report.exitCode(
        Objects.requireNonNull(command),
        reportOptions,
        report -> {
          LoadSpec load = options.load();
          WindowingSpec spec = options.spec();
          if (options.rate() > 0) {
            paced(report, load, spec);
          } else {
            catchUp(report, load, spec);
          }
        });
  }

  private void paced(Report report, LoadSpec load, WindowingSpec spec)
      throws InterruptedException, IOException {
    Path directory = report.begin(describe(load, spec));
    PacedOutcome outcome = new Paced(spec, load, report.out()).run(directory, options.services());
    end(report, directory, List.of(outcome), outcome.table());
  }

  private void catchUp(Report report, LoadSpec load, WindowingSpec spec)
      throws InterruptedException, IOException {
    List<WindowingPeer> peers = options.peers();
    Instant start = LoadSpec.firstTimestamp(report.now());
    CatchUp catchUp = new CatchUp(spec, load, start, report.out());
    Path directory = report.begin(describe(load, spec));
    List<WindowingOutcome> outcomes =
        catchUp.run(directory, options.services(), peers, options.peerFlags());
    end(report, directory, outcomes, WindowingTable.of(outcomes));
  }

  private static void end(Report report, Path directory, List<?> outcomes, String table)
      throws IOException {
    report.out().println();
    report.out().print(table);
    report.end(directory, outcomes);
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
