package io.tidegauge.loadtest.chaos;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.loadtest.chaos.nemesis.Aim;
import io.tidegauge.loadtest.chaos.nemesis.AttackKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegauge chaos}: the audit of the whole pipeline while it is hurt. */
@Command(
    name = "chaos",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Starts the pipeline as separate processes (three Kafka nodes, two gateways, three processors",
      "with standbys, two query nodes, ClickHouse, Redis, PostgreSQL), sends a generated load,",
      "hurts the processes, and compares every raw sample and every window with the right answer.",
      "The services' clock runs faster, so that a run covers a whole day."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:nothing lost, nothing double-counted, no window wrong",
      "1:something differs, was not acknowledged, or did not recover",
      "2:wrong arguments, or the pipeline did not start"
    })
public final class ChaosCommand implements Callable<Integer> {

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "of load, true time; ${DEFAULT-VALUE} unless given")
  private double minutes = 10;

  @Option(
      names = "--kills",
      defaultValue = "30",
      description = "attacks, spread over the load; ${DEFAULT-VALUE} unless given")
  private int kills = 30;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of all that is random; ${DEFAULT-VALUE} unless given")
  private long seed = 1;

  @Option(
      names = "--nemesis",
      split = ",",
      defaultValue = "kill",
      description = "which attacks: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given")
  private List<AttackKind> nemesis = List.of(AttackKind.KILL);

  @Option(
      names = "--targets",
      split = ",",
      description =
          "whom they may hit: kafka, ingest, processor, query, clickhouse, redis, postgres, or one"
              + " process such as kafka-2; all unless given")
  private List<String> targets = List.of();

  @Option(
      names = "--length",
      description =
          "how long every attack lasts, e.g. PT5M; of random length unless given, as the kind has"
              + " it")
  private @Nullable Duration attackLength;

  @Option(
      names = "--skew",
      defaultValue = "PT0S",
      description =
          "how far the clock of the second gateway is ahead, of the services' time;"
              + " ${DEFAULT-VALUE} unless given")
  private Duration skew = Duration.ZERO;

  @Option(
      names = "--rate",
      defaultValue = "2000",
      description = "samples a second of true time; ${DEFAULT-VALUE} unless given")
  private int rate = 2000;

  @Option(
      names = "--series",
      defaultValue = "250",
      description = "how many; ${DEFAULT-VALUE} unless given")
  private int series = 250;

  @Option(
      names = "--dir",
      description = "a new directory for data and logs; one in the data directory unless given")
  private @Nullable Path directory;

  @Option(names = "--keep", description = "keep the directory, also where everything is right")
  private boolean keep;

  @Option(
      names = "--wait",
      defaultValue = "PT3M",
      description =
          "how long the answers may take to be right once all is healed; ${DEFAULT-VALUE} unless"
              + " given")
  private Duration patience = Duration.ofMinutes(3);

  @Spec private @Nullable CommandSpec spec;

  /** Runs the command and exits. */
  public static void main(String[] args) {
    // Before the first logger exists; what the processes say is in their own files.
    System.setProperty("logback.configurationFile", "chaos-logback.xml");
    System.setProperty("chaos.log", "ERROR");
    System.setProperty("chaos.kafka.log", "ERROR");
    System.exit(
        new CommandLine(new ChaosCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      ChaosSettings settings =
          new ChaosSettings(
              Duration.ofMillis((long) (minutes * 60_000)),
              kills,
              seed,
              nemesis,
              new Aim(targets, Optional.ofNullable(attackLength)),
              skew,
              rate,
              series,
              Directories.createForRun(directory, "chaos"),
              keep,
              patience);
      boolean right = new ChaosRun(settings, out).run();
      if (right && !keep) {
        Directories.delete(settings.directory());
      } else {
        out.println("Data, logs and journals are in " + settings.directory());
        out.flush();
      }
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (IllegalArgumentException | EngineException e) {
      err.println("chaos: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }
}
