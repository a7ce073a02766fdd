package io.tidegauge.loadtest.latency;

import io.tidegauge.loadtest.http.Addresses;
import io.tidegauge.loadtest.http.CallException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tidegauge latency}: how long it takes from just before an event is sent to the ingest port
 * until an SSE subscriber of the query API has been shown it, or a later one of its series.
 */
@Command(
    name = "latency",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures the time from an event sent to the same event at a live subscriber.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all events were seen, p99 within the limit",
      "1:an event was not seen, or p99 is over the limit",
      "2:wrong arguments, or a server that cannot be reached"
    })
public final class LatencyCommand implements Callable<Integer> {

  private final InstantSource clock;

  @Mixin private final Addresses addresses = new Addresses();

  @Option(
      names = "--events",
      defaultValue = "10000",
      description = "how many events; ${DEFAULT-VALUE} unless given")
  private int events = 10_000;

  @Option(
      names = "--series",
      defaultValue = "200",
      description = "how many series they are of; ${DEFAULT-VALUE} unless given")
  private int series = 200;

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "events a second; ${DEFAULT-VALUE} unless given")
  private int rate = 200;

  @Option(
      names = "--max-rate",
      defaultValue = "10",
      description =
          "updates a second that the subscriber asks for, 1 to 10; ${DEFAULT-VALUE} unless given")
  private int maxRate = 10;

  @Option(
      names = "--limit",
      defaultValue = "1000",
      description = "ms that p99 may be; ${DEFAULT-VALUE} unless given")
  private long limitMillis = 1000;

  @Option(
      names = "--results",
      defaultValue = "loadtest/results",
      description = "folder for the figures; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("loadtest/results");

  @Spec private @Nullable CommandSpec spec;

  LatencyCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(commandLine(InstantSource.system()).execute(args));
  }

  static CommandLine commandLine(InstantSource clock) {
    return new CommandLine(new LatencyCommand(clock));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (events < 1 || series < 1 || rate < 1 || events < series) {
      err.println(
          "latency: --events, --series and --rate must be 1 or more, events at least series");
      return CommandLine.ExitCode.USAGE;
    }
    try {
      LatencyRun.Plan plan =
          new LatencyRun.Plan("", series, Math.ceilDiv(events, series), rate, maxRate);
      Histogram seen =
          new LatencyRun(addresses, clock, plan, warning -> err.println("latency: " + warning))
              .run()
              .seen();
      return close(seen, plan.events(), out, err);
    } catch (CallException | IllegalStateException | IllegalArgumentException | IOException e) {
      err.println("latency: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private int close(Histogram micros, long total, PrintWriter out, PrintWriter err)
      throws IOException {
    Figures figures =
        new Figures(
            clock.instant().toString(),
            total,
            micros.getTotalCount(),
            series,
            rate,
            maxRate,
            micros.getValueAtPercentile(50) / 1000.0,
            micros.getValueAtPercentile(95) / 1000.0,
            micros.getValueAtPercentile(99) / 1000.0,
            micros.getMaxValue() / 1000.0);
    Path file = figures.write(results);
    out.printf(
        Locale.ROOT,
        "%,d of %,d events seen; p50 %.0f ms, p95 %.0f ms, p99 %.0f ms, max %.0f ms (%s)%n",
        figures.seen(),
        total,
        figures.p50Millis(),
        figures.p95Millis(),
        figures.p99Millis(),
        figures.maxMillis(),
        file);
    if (figures.seen() < total) {
      err.printf(Locale.ROOT, "latency: %,d events were not seen%n", total - figures.seen());
      return CommandLine.ExitCode.SOFTWARE;
    }
    return figures.p99Millis() <= limitMillis
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }
}
