package io.tidegauge.loadtest.chaos.cuts;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.loadtest.http.CallException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegauge cuts}: live feeds that are cut off again and again. */
@Command(
    name = "cuts",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Starts the engines, a gateway, a processor and two query nodes behind a plain TCP load balancer,",
      "sends values that move, and has clients follow them over SSE and WebSocket while their",
      "connections are reset, left half open or read slowly at random, and query nodes are killed.",
      "Reads the live topic itself and looks, at each position that a client was given, whether",
      "it shows what the log says."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:no client missed anything, was told anything twice or saw a step back, unless it was told reset",
      "1:it was not so",
      "2:wrong arguments, or the pipeline did not start"
    })
public final class CutsCommand implements Callable<Integer> {

  @Option(
      names = "--clients",
      defaultValue = "200",
      description = "half of them over SSE, half over WebSocket; ${DEFAULT-VALUE} unless given")
  private int clients = 200;

  @Option(
      names = "--cuts",
      defaultValue = "1000",
      description = "of connections; ${DEFAULT-VALUE} unless given")
  private int cuts = 1000;

  @Option(
      names = "--rate",
      defaultValue = "5",
      description = "cuts a second; ${DEFAULT-VALUE} unless given")
  private double rate = 5;

  @Option(
      names = "--kills",
      defaultValue = "6",
      description = "of query nodes, meanwhile; ${DEFAULT-VALUE} unless given")
  private int kills = 6;

  @Option(
      names = "--redis-away",
      defaultValue = "PT0S",
      description = {
        "how long Redis is killed meanwhile, e.g. PT5M: updates must go on, and a query node that is",
        "killed in the midst of it must be ready, and right, before Redis is back; not at all unless",
        "given"
      })
  private Duration redisAway = Duration.ZERO;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of all that is random; ${DEFAULT-VALUE} unless given")
  private long seed = 1;

  @Option(
      names = "--dir",
      description = "a new directory for data and logs; one beside the data directory unless given")
  private @Nullable Path directory;

  @Spec private @Nullable CommandSpec spec;

  /** Runs the command and exits. */
  public static void main(String[] args) {
    // Before the first logger exists; what the processes say is in their own files.
    System.setProperty("logback.configurationFile", "chaos-logback.xml");
    System.setProperty("chaos.log", "ERROR");
    System.setProperty("chaos.kafka.log", "ERROR");
    System.exit(new CommandLine(new CutsCommand()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      CutsSettings settings =
          new CutsSettings(
              clients,
              cuts,
              rate,
              kills,
              redisAway,
              seed,
              Directories.createForRun(directory, "cuts"));
      boolean right = new CutsRun(settings, out).run();
      if (right) {
        Directories.delete(settings.directory());
      } else {
        out.println("Data and logs are in " + settings.directory());
        out.flush();
      }
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (IllegalArgumentException | EngineException | CallException e) {
      spec.commandLine().getErr().println("cuts: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }
}
