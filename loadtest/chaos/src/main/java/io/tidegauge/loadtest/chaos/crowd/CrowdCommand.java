package io.tidegauge.loadtest.chaos.crowd;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.loadtest.chaos.watch.Progress;
import io.tidegauge.loadtest.http.CallException;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegauge crowd}: what fast subscribers feel of slow ones. */
@Command(
    name = "crowd",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Starts the engines, a gateway, a processor and a query node, has very many subscribers follow",
      "series over SSE, and measures how long it takes from just before a change is sent to the",
      "gateway until a subscriber has been shown it: without slow readers, and with some, in turn.",
      "Half of the slow ones take 1 KiB every two seconds, half nothing for twenty seconds and then",
      "all that comes in one. They follow ten times as many series as a fast one. Then they read",
      "again, and all subscribers must show exactly what the node does. Says what memory one takes."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the fast ones' p99 with slow ones is at most 1.25 times that without and 50 ms more, no fast"
          + " one was cut off, slow ones were told that they lag, and all ended with the node's state",
      "1:it was not so",
      "2:wrong arguments, or the pipeline did not start"
    })
public final class CrowdCommand implements Callable<Integer> {

  /** Files that a process has open besides its subscribers' connections. */
  private static final int OTHER_FILES = 1_000;

  private final InstantSource clock;

  @Option(
      names = "--subscribers",
      defaultValue = "10000",
      description = "how many, the slow ones among them; ${DEFAULT-VALUE} unless given")
  private int subscribers = 10_000;

  @Option(
      names = "--slow",
      defaultValue = "1000",
      description = "how many of them read slowly; ${DEFAULT-VALUE} unless given")
  private int slow = 1_000;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "how long each measurement takes; ${DEFAULT-VALUE} unless given")
  private int seconds = 30;

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description =
          "measurements without slow ones, and as many with them; ${DEFAULT-VALUE} unless given")
  private int rounds = 2;

  @Option(
      names = "--rate",
      defaultValue = "400",
      description =
          "changes of series a second; each is shown to a hundred subscribers; ${DEFAULT-VALUE}"
              + " unless given")
  private int rate = 400;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of the order of changes; ${DEFAULT-VALUE} unless given")
  private long seed = 1;

  @Option(
      names = "--dir",
      description = "a new directory for data and logs; one beside the data directory unless given")
  private @Nullable Path directory;

  @Option(
      names = "--results",
      defaultValue = "loadtest/results",
      description = "folder for the figures; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("loadtest/results");

  @Spec private @Nullable CommandSpec spec;

  CrowdCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    // Before the first logger exists; what the processes say is in their own files.
    System.setProperty("logback.configurationFile", "chaos-logback.xml");
    System.setProperty("chaos.log", "ERROR");
    System.setProperty("chaos.kafka.log", "ERROR");
    System.exit(new CommandLine(new CrowdCommand(InstantSource.system())).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (Progress progress = new Progress(out)) {
      checkFiles();
      CrowdSettings settings =
          new CrowdSettings(
              subscribers,
              slow,
              Duration.ofSeconds(seconds),
              rounds,
              rate,
              seed,
              Directories.createForRun(directory, "crowd"));
      Figures figures = new CrowdRun(settings, clock, progress).run();
      out.println("Figures are in " + figures.write(results));
      if (figures.isRight()) {
        Directories.delete(settings.directory());
      } else {
        out.println("Data and logs are in " + settings.directory());
      }
      figures.lines().forEach(out::println);
      out.flush();
      return figures.isRight() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (IllegalArgumentException | EngineException | CallException e) {
      spec.commandLine().getErr().println("crowd: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  /** Each subscriber is a file of this process, and one of the node, which has the same limit. */
  private void checkFiles() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < subscribers + OTHER_FILES) {
      throw new IllegalArgumentException(
          "%,d subscribers need %,d open files, and a process may have %,d here: raise it with"
                  .formatted(
                      subscribers, subscribers + OTHER_FILES, system.getMaxFileDescriptorCount())
              + " ulimit -n, or give fewer --subscribers");
    }
  }
}
