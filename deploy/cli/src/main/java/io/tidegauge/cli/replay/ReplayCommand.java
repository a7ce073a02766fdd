package io.tidegauge.cli.replay;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.Commands;
import io.tidegauge.cli.kafka.KafkaOptions;
import io.tidegauge.cli.kafka.Position;
import io.tidegauge.processor.replay.Replay;
import io.tidegauge.processor.replay.ReplayException;
import io.tidegauge.processor.replay.ReplayRequest;
import io.tidegauge.processor.replay.ReplaySettings;
import io.tidegauge.processor.replay.ReplaySource;
import io.tidegauge.processor.replay.ReplayStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegauge replay}: computes closed windows again from raw history. */
@Command(
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Computes the windows of closed UTC days again from the raw samples, shows which differ from"
          + " what is stored, and with --apply puts them right, all visible at once. The pipeline"
          + " goes on meanwhile."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:nothing differs, or all that differed is put right",
      "1:windows differ (--dry-run)",
      "2:wrong arguments, or it could not go on: resume it"
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final Duration STORED = Duration.ofMinutes(10);

  /** A replay is named by its time: one that is so much older is not being tidied any more. */
  private static final Duration INTERRUPTED = Duration.ofHours(1);

  private final InstantSource clock;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "the first day: a time in it, or -7d")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "the day before is the last")
  private @Nullable String to;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "only this one's")
  private @Nullable String tenant;

  @Option(names = "--metric", paramLabel = "NAME", description = "only this metric")
  private @Nullable String metric;

  @Option(
      names = "--source",
      paramLabel = "raw|topic",
      defaultValue = "raw",
      description =
          "compute from the raw history in ClickHouse, or from the samples topic where it still has"
              + " all records of the days; ${DEFAULT-VALUE} unless given")
  private ReplaySource source = ReplaySource.RAW;

  @ArgGroup(multiplicity = "1")
  private Mode mode = new Mode();

  @Option(
      names = "--resume",
      paramLabel = "ID",
      description = "go on with a replay that was interrupted, or apply one that was computed")
  private @Nullable Long resume;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "show so many windows of each length; ${DEFAULT-VALUE} unless given")
  private int top = 5;

  @Option(
      names = "--settle",
      paramLabel = "DURATION",
      defaultValue = "PT1M",
      description =
          "how long the longest query may take: so long after it became visible it is moved into"
              + " the main tables; ${DEFAULT-VALUE} unless given")
  private Duration settle = Duration.ofMinutes(1);

  @Option(
      names = "--topic-epoch",
      paramLabel = "N",
      defaultValue = "1",
      description = "tidegauge.topic-epoch; ${DEFAULT-VALUE} unless given")
  private int epoch = 1;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      defaultValue = "PT5M",
      description = "tidegauge.grace; ${DEFAULT-VALUE} unless given")
  private Duration grace = Duration.ofMinutes(5);

  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private ClickHouseOptions clickhouse = new ClickHouseOptions();
  @Spec private @Nullable CommandSpec spec;

  /** One of the two. */
  private static final class Mode {
    @Option(names = "--dry-run", description = "compute and show, change nothing")
    private boolean dryRun;

    @Option(names = "--apply", description = "put right what differs")
    private boolean apply;
  }

  ReplayCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(commandLine(InstantSource.system()).execute(args));
  }

  static CommandLine commandLine(InstantSource clock) {
    return Commands.commandLine("replay", new ReplayCommand(clock));
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ReplaySettings settings =
        new ReplaySettings(
            kafka.bootstrapServers(),
            clickhouse.properties(),
            "tidegauge-raw-sink",
            "tidegauge-rollups-sink",
            "tidegauge-processor",
            epoch,
            grace);
    try (Replay replay = new Replay(settings, clock)) {
      return run(replay, out, err);
    } catch (ReplayException | IllegalArgumentException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "ClickHouse does not do it ("
              + e
              + "); see that it runs, check --clickhouse-url, user and password, then resume",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted; resume it", e);
    }
  }

  private int run(Replay replay, PrintWriter out, PrintWriter err)
      throws IOException, InterruptedException {
    ConsoleProgress progress = new ConsoleProgress(err);
    Long given = resume;
    long id = given == null ? replay.begin(request(), progress) : given;
    replay.step(id); // there is such a replay
    err.println("replay " + id + " (if it is interrupted: --resume " + id + ")");
    err.flush();
    replay.compute(id, progress);
    long different = 0;
    if (replay.step(id).compareTo(ReplayStep.PUBLISHED) < 0) {
      different = new Report(top).print(replay, id, out);
      if (!mode.apply) {
        if (different > 0) {
          err.println("to put it right: --resume " + id + " --apply");
          err.flush();
        }
        return different == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
      }
    } else if (!mode.apply) {
      out.println("replay " + id + " was applied");
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    apply(replay, id, out, err, progress);
    return CommandLine.ExitCode.OK;
  }

  private void apply(
      Replay replay, long id, PrintWriter out, PrintWriter err, ConsoleProgress progress)
      throws IOException, InterruptedException {
    replay.publish(id, progress);
    replay.awaitVisible(id, STORED, progress);
    out.println("replay " + id + " is visible");
    out.flush();
    err.println("tidying up: twice " + settle.toSeconds() + " s (safe to interrupt, resume later)");
    err.flush();
    TimeUnit.MILLISECONDS.sleep(settle.toMillis());
    for (long each : toTidy(replay, id)) {
      replay.move(each);
    }
    TimeUnit.MILLISECONDS.sleep(settle.toMillis());
    for (long each : toTidy(replay, id)) {
      replay.drop(each);
    }
  }

  /** This one, and those that were interrupted; not one that another process has just applied. */
  private static List<Long> toTidy(Replay replay, long id)
      throws IOException, InterruptedException {
    return replay.untidied().stream()
        .filter(each -> each == id || each < id - INTERRUPTED.toMillis())
        .toList();
  }

  private ReplayRequest request() {
    if (from == null || to == null) {
      throw new CommandFailedException(
          "give --from and --to, such as --from -7d --to -1d, or --resume ID");
    }
    return new ReplayRequest(
        Position.time(from, clock).toEpochMilli(),
        Position.time(to, clock).toEpochMilli(),
        tenant,
        metric,
        source);
  }
}
