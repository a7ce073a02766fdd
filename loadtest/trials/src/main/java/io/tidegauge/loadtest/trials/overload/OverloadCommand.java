package io.tidegauge.loadtest.trials.overload;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.trials.gateway.SteadyClients;
import io.tidegauge.loadtest.trials.gateway.TrialOptions;
import io.tidegauge.loadtest.trials.gateway.TriedGateway;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegauge overload}: five times of what a gateway can take. */
@Command(
    name = "overload",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Starts a gateway with a Kafka of its own on one core, with the sender on the others, finds the",
      "rate of requests that it sustains, and sends several times of that for a while. Says what became",
      "of the requests that it took, of its memory, and how soon all was as before."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:memory was flat, accepted requests took at the most twice the normal p99, and all was as"
          + " before within 10 s",
      "1:it was not so",
      "2:wrong arguments, or the gateway did not start"
    })
public final class OverloadCommand implements Callable<Integer> {

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "of overload, 0.1 to 60; ${DEFAULT-VALUE} unless given")
  private double minutes = 10;

  @Option(
      names = "--times",
      defaultValue = "5",
      description = "of the sustained rate, 2 to 20; ${DEFAULT-VALUE} unless given")
  private int times = 5;

  @Option(
      names = "--sustained",
      defaultValue = "0",
      description = "requests a second; 0 to find out")
  private int sustained;

  @Mixin private TrialOptions options = new TrialOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Runs the command and exits. */
  public static void main(String[] args) {
    TrialOptions.quietLogs();
    System.exit(new CommandLine(new OverloadCommand()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (minutes < 0.1 || minutes > 60 || times < 2 || times > 20 || sustained < 0) {
      spec.commandLine()
          .getErr()
          .println("overload: --minutes is 0.1 to 60, --times 2 to 20, --sustained 0 or more");
      return CommandLine.ExitCode.USAGE;
    }
    Path own = options.createDirectory("overload");
    Map<String, String> all = new LinkedHashMap<>();
    all.put("tidegauge.ingest.guard.max-client-requests", "10000");
    all.putAll(options.settings());
    try (TriedGateway gateway = TriedGateway.startOn(own, all, 0);
        SteadyClients clients = new SteadyClients(gateway, OtlpBodies.load())) {
      Overload overload = new Overload(gateway, clients, out);
      boolean right = overload.run(sustained, times, Duration.ofMillis((long) (minutes * 60_000)));
      out.println(right ? "All as it must be." : "Not as it must be: see the lines marked with !");
      out.println("The gateway's log is in " + own.resolve("gateway"));
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (EngineException e) {
      spec.commandLine().getErr().println("overload: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }
}
