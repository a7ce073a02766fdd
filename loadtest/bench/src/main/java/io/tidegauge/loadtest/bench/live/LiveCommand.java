package io.tidegauge.loadtest.bench.live;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tidegauge.loadtest.bench.report.Report;
import io.tidegauge.loadtest.bench.report.ReportOptions;
import io.tidegauge.loadtest.bench.system.FanOut;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegauge bench live}: the query node beside Nchan. */
@Command(
    name = "live",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Has very many subscribers over Server-Sent Events follow one feed, then many feeds, at a query",
      "node and at Nchan, in turns, and publishes events at the same steady pace: to Tidegauge what a",
      "processor would say on the live topic, to Nchan messages over HTTP. Counts what it cost the",
      "process that has the connections, and how long each delivery took. With --pipeline events go in",
      "at the gateway, among many other samples, and through all of Tidegauge."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:a subscriber was not served, an event was not taken, or a system ended",
      "2:wrong arguments, or the peer that was asked for is not installed"
    })
public final class LiveCommand implements Callable<Integer> {

  /** Files that a process has open besides its subscribers' connections. */
  private static final int OTHER_FILES = 500;

  @Option(
      names = "--subscribers",
      defaultValue = "10000",
      description = "how many; ${DEFAULT-VALUE} unless given")
  private int subscribers = 10_000;

  @Option(
      names = "--feeds",
      split = ",",
      defaultValue = "1,1000",
      description = "how many feeds they are spread over, one after the other; 1,1000 unless given")
  private List<Integer> feeds = List.of(1, 1_000);

  @Option(
      names = "--moments",
      defaultValue = "4",
      description =
          "in which each feed has one event; ${DEFAULT-VALUE} unless given: a processor says at once"
              + " what has changed in a partition, and there are four")
  private int moments = 4;

  @Option(
      names = "--deliveries",
      defaultValue = "50000",
      description = "a second, to all of them together; ${DEFAULT-VALUE} unless given")
  private int deliveries = 50_000;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "that count, of each system; ${DEFAULT-VALUE} unless given")
  private int rounds = 3;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "of a round; ${DEFAULT-VALUE} unless given")
  private int seconds = 20;

  @Option(
      names = "--warm-up",
      defaultValue = "10",
      description = "seconds before each round, which do not count; ${DEFAULT-VALUE} unless given")
  private int warmUp = 10;

  @Mixin private final LiveSystems systems = new LiveSystems();

  @Mixin private final ReportOptions reportOptions = new ReportOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return Report.exitCode(Objects.requireNonNull(spec), reportOptions, this::measure);
  }

  /** Each subscriber is a file of this process, and one of the system, which has the same limit. */
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

  private void measure(Report report) throws InterruptedException, IOException {
    PrintWriter out = report.out();
    LiveSpec run =
        new LiveSpec(
            subscribers,
            feeds,
            moments,
            deliveries,
            rounds,
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(warmUp));
    systems.check();
    checkFiles();
    Path directory = report.begin(describe());
    List<FanOut> started = new ArrayList<>();
    List<LiveOutcome> outcomes = new ArrayList<>();
    try {
      systems.start(directory, run.mostFeeds(), started);
      for (FanOut system : started) {
        out.printf(Locale.ROOT, "%-10s %s%n", system.name(), system.version());
      }
      LiveRun live = new LiveRun(run, started, out);
      for (int count : run.feeds()) {
        List<LiveOutcome> some = live.run(count);
        outcomes.addAll(some);
        out.printf(Locale.ROOT, "%n%,d feed%s%n", count, count == 1 ? "" : "s");
        out.println(LiveTable.of(some));
        out.flush();
      }
    } finally {
      started.reversed().forEach(FanOut::close);
    }
    report.end(directory, outcomes);
  }

  private String describe() {
    return String.format(
        Locale.ROOT,
        "%,d subscribers, %,d deliveries/s, events in %,d moments; %d rounds of %d s after %d s of warm-up"
            + " each",
        subscribers,
        deliveries,
        moments,
        rounds,
        seconds,
        warmUp);
  }
}
