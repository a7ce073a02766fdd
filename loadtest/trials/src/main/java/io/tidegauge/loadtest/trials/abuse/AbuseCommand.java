package io.tidegauge.loadtest.trials.abuse;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.trials.gateway.SteadyClients;
import io.tidegauge.loadtest.trials.gateway.TrialOptions;
import io.tidegauge.loadtest.trials.gateway.TriedGateway;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegauge abuse}: what others feel of a client that abuses HTTP. */
@Command(
    name = "abuse",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Starts a gateway with a Kafka of its own, sends it the requests of steady clients, and has one",
      "client from another address abuse HTTP/1.1 and HTTP/2 in many ways, one after the other: raw",
      "frames, bounded in rate and time, over the loopback interface. Says what the others felt, what",
      "memory it took, and how the abuser was ended."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the others' p99 at most doubled, all their requests were taken, and memory grew by 64 MiB or"
          + " less",
      "1:it was not so",
      "2:wrong arguments, or the gateway did not start"
    })
public final class AbuseCommand implements Callable<Integer> {

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "of each abuse, 2 to 600; ${DEFAULT-VALUE} unless given")
  private int seconds = 10;

  @Option(
      names = "--abuse",
      split = ",",
      description = "which: ${COMPLETION-CANDIDATES}; all unless given")
  private List<Abuse> abuses = new ArrayList<>();

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "requests a second of the others; ${DEFAULT-VALUE} unless given")
  private int rate = 200;

  @Option(
      names = "--grpc",
      description = "abuse the port of OTLP over gRPC; the others use HTTP as before")
  private boolean grpc;

  @Mixin private TrialOptions options = new TrialOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Runs the command and exits. */
  public static void main(String[] args) {
    TrialOptions.quietLogs();
    System.exit(
        new CommandLine(new AbuseCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (seconds < 2 || seconds > 600 || rate < 1 || rate > 5000) {
      spec.commandLine().getErr().println("abuse: --seconds is 2 to 600, --rate 1 to 5000");
      return CommandLine.ExitCode.USAGE;
    }
    Path own = options.createDirectory("abuse");
    try (TriedGateway gateway = TriedGateway.start(own, options.settings());
        SteadyClients others = new SteadyClients(gateway, rate)) {
      Trial trial =
          new Trial(
              gateway,
              grpc ? gateway.grpcPort() : gateway.port(),
              others,
              Duration.ofSeconds(seconds));
      List<Abuse> asked = abuses.isEmpty() ? Arrays.asList(Abuse.values()) : abuses;
      trial.warmUp(asked);
      out.println(Trial.Result.title());
      boolean right = true;
      for (Abuse abuse : asked) {
        Trial.Result result = trial.run(abuse);
        out.println(result.text());
        out.flush();
        right &= result.right();
      }
      out.println(right ? "All as it must be." : "Not as it must be: see the lines marked with !");
      out.println("The gateway's log is in " + own.resolve("gateway"));
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (EngineException e) {
      spec.commandLine().getErr().println("abuse: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }
}
