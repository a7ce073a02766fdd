package io.tidegauge.loadtest.scenario;

import io.tidegauge.loadtest.http.Addresses;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tidegauge load}: runs {@link MixedLoadSimulation} against a running installation, for a
 * bounded time, and writes Gatling's report.
 */
@Command(
    name = "load",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Agents that write and users of the live feed, as a Gatling scenario with a report.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:no request failed, and the answers were fast enough",
      "1:a request failed, or the answers were slow (line protocol p99 1 s, rollups p99 2 s)",
      "2:wrong arguments, or the scenario could not run"
    })
public final class LoadCommand implements Callable<Integer> {

  private static final int LONGEST_SECONDS = 3600;
  private static final int ASSERTIONS_FAILED = 2;

  @Mixin private final Addresses addresses = new Addresses();

  @Option(
      names = "--rate",
      defaultValue = "20",
      description =
          "requests of "
              + LoadSettings.LINES
              + " samples a second, 1 to 1000; ${DEFAULT-VALUE} unless given")
  private int rate = 20;

  @Option(
      names = "--users",
      defaultValue = "10",
      description = "users of the feed, 1 to 5000; ${DEFAULT-VALUE} unless given")
  private int users = 10;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "how long it goes on, 2 to 3600; ${DEFAULT-VALUE} unless given")
  private int seconds = 20;

  @Option(
      names = "--results",
      defaultValue = "loadtest/results/gatling",
      description = "folder for the reports; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("loadtest/results/gatling");

  @Spec private @Nullable CommandSpec spec;

  LoadCommand() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new LoadCommand());
  }

  @Override
  public Integer call() {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    String wrong = wrong();
    if (!wrong.isEmpty()) {
      err.println("load: " + wrong);
      return CommandLine.ExitCode.USAGE;
    }
    new LoadSettings(addresses.ingest(), addresses.query(), rate, users, seconds).publish();
    int status =
        io.gatling.app.Gatling$.MODULE$.fromArgs(
            new String[] {
              "--simulation",
              MixedLoadSimulation.class.getName(),
              "--results-folder",
              results.toAbsolutePath().toString()
            });
    if (status == ASSERTIONS_FAILED) {
      err.println("load: a request failed or answers were slow; the report above says which");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return status == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.USAGE;
  }

  private String wrong() {
    if (addresses.ingest().getHost() == null || addresses.query().getHost() == null) {
      return "--ingest-url and --query-url are addresses such as http://localhost:4318";
    }
    if (rate < 1 || rate > 1000) {
      return "--rate is " + rate + ", give 1 to 1000";
    }
    if (users < 1 || users > 5000) {
      return "--users is " + users + ", give 1 to 5000";
    }
    if (seconds < 2 || seconds > LONGEST_SECONDS) {
      return "--seconds is " + seconds + ", give 2 to " + LONGEST_SECONDS;
    }
    return "";
  }
}
