package io.tidegauge.loadtest.bench;

import io.tidegauge.loadtest.bench.ingest.IngestCommand;
import io.tidegauge.loadtest.bench.jmh.JmhCommand;
import io.tidegauge.loadtest.bench.live.LiveCommand;
import io.tidegauge.loadtest.bench.pipeline.PipelineCommand;
import io.tidegauge.loadtest.bench.processor.ProcessorCommand;
import io.tidegauge.loadtest.bench.query.QueryCommand;
import io.tidegauge.loadtest.bench.recovery.RecoveryCommand;
import io.tidegauge.loadtest.bench.storage.StorageCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code tidegauge bench}: how fast it is and what it costs, beside what would be picked instead.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      IngestCommand.class,
      PipelineCommand.class,
      ProcessorCommand.class,
      LiveCommand.class,
      QueryCommand.class,
      StorageCommand.class,
      RecoveryCommand.class,
      JmhCommand.class
    },
    description = {
      "Measures Tidegauge and its peers in one run, in turns, on the same load; prints medians with",
      "the lowest and highest, and writes all rounds to a file."
    })
public final class BenchCommand {

  private BenchCommand() {}

  /** Runs a command and exits. */
  public static void main(String[] args) {
    // The log says what went wrong only; before the first logger exists.
    System.setProperty("logback.configurationFile", "bench-logback.xml");
    System.setProperty("bench.log", "ERROR");
    System.setProperty("bench.kafka.log", "ERROR");
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new BenchCommand());
  }
}
