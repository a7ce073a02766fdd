package io.tidegauge.loadtest.cardinality;

import io.tidegauge.loadtest.http.Addresses;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.http.MetricsEndpoint;
import io.tidegauge.loadtest.http.ProcessorMetrics;
import io.tidegauge.loadtest.latency.LatencyRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tidegauge cardinality}: one tenant sends a sample of each of a million new series within a
 * minute; another one's events are timed before, meanwhile and after.
 */
@Command(
    name = "cardinality",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Has one tenant send more and more new series, and measures what another one feels.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the tenant was capped, every sample counted, the other's p99 stayed within the limit",
      "1:one of these is not so",
      "2:wrong arguments, or a server that cannot be reached"
    })
public final class CardinalityCommand implements Callable<Integer> {

  private static final int PROBED_SERIES = 50;
  private static final int MAX_RATE = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final InstantSource clock;

  @Mixin private final Addresses addresses = new Addresses();

  @Mixin private final ProcessorMetrics processor = new ProcessorMetrics();

  @Option(
      names = "--series",
      defaultValue = "1000000",
      description = "how many new series; ${DEFAULT-VALUE} unless given")
  private int series = 1_000_000;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description =
          "in which they come, and how long the other tenant is timed before and after, 10 to 600;"
              + " ${DEFAULT-VALUE} unless given")
  private int seconds = 60;

  @Option(
      names = "--rate",
      defaultValue = "100",
      description = "events a second of the other tenant; ${DEFAULT-VALUE} unless given")
  private int rate = 100;

  @Option(
      names = "--factor",
      defaultValue = "1.2",
      description =
          "how many times its p99 before the other's p99 may be; ${DEFAULT-VALUE} unless given")
  private double factor = 1.2;

  @Spec private @Nullable CommandSpec spec;

  CardinalityCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new CardinalityCommand(InstantSource.system())).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (series < 1 || seconds < 10 || seconds > 600 || rate < PROBED_SERIES || factor < 1) {
      err.printf(
          "cardinality: --series is 1 or more, --seconds 10 to 600, --rate %d or more, --factor 1"
              + " or more%n",
          PROBED_SERIES);
      return CommandLine.ExitCode.USAGE;
    }
    try {
      Counts counts = new Counts(new MetricsEndpoint(processor.url()));
      String name = "crowd_" + Long.toString(clock.millis(), Character.MAX_RADIX);
      Crowd crowd =
          new Crowd(
              new HttpCalls(addresses.ingest(), name, 20),
              clock,
              name,
              series,
              Duration.ofSeconds(seconds));
      // What is compiled first is not what is measured.
      other(Math.max(10, seconds / 4), err);
      LatencyRun.Result before = timed("before", out, err);
      Counts.Reading start = counts.read();
      crowd.start();
      LatencyRun.Result during = timed("meanwhile", out, err);
      crowd.await(PATIENCE);
      Counts.Reading end = counts.await(start, crowd.accepted(), PATIENCE);
      timed("after", out, err);
      return verdict(crowd, end.since(start), before, during, out);
    } catch (CallException | IllegalStateException | IllegalArgumentException e) {
      err.println("cardinality: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private LatencyRun.Result timed(String when, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    LatencyRun.Result result = other(seconds, err);
    out.printf(
        Locale.ROOT,
        "%-9s  the other tenant: live %s; answers %s%n",
        when,
        text(result.seen()),
        text(result.answered()));
    out.flush();
    return result;
  }

  private LatencyRun.Result other(int length, PrintWriter err) throws InterruptedException {
    int perSeries = Math.max(1, rate * length / PROBED_SERIES);
    LatencyRun.Plan plan =
        new LatencyRun.Plan("cardinality-other", PROBED_SERIES, perSeries, rate, MAX_RATE);
    LatencyRun.Result result =
        new LatencyRun(addresses, clock, plan, warning -> err.println("cardinality: " + warning))
            .run();
    long missed = plan.events() - result.seen().getTotalCount();
    if (missed > 0) {
      throw new IllegalStateException(missed + " events of the other tenant were not seen live");
    }
    return result;
  }

  private int verdict(
      Crowd crowd,
      Counts.Reading counted,
      LatencyRun.Result before,
      LatencyRun.Result during,
      PrintWriter out) {
    double times = (double) p99(during.seen()) / Math.max(1, p99(before.seen()));
    out.printf(
        Locale.ROOT,
        "tenant %s: %,d samples of as many new series accepted in %.1f s, %,d refused by the"
            + " gateway;%n  counted %,.0f, of them in overflow series %,.0f (series_limit); live"
            + " series %+,.0f%n",
        crowd.tenant(),
        crowd.accepted(),
        TimeUnit.NANOSECONDS.toMillis(crowd.nanos()) / 1000.0,
        crowd.refused(),
        counted.samples(),
        counted.overLimit(),
        counted.series());
    out.printf(
        Locale.ROOT,
        "the other tenant's p99: %.2f times what it was (%.2f may be)%n",
        times,
        factor);
    boolean capped = counted.overLimit() > 0 && counted.series() < crowd.accepted();
    boolean counts = crowd.accepted() == series && counted.samples() >= crowd.accepted();
    if (!capped) {
      out.println("FAILED: the tenant was not capped: tidegauge.processor.series-limit is higher");
    }
    if (!counts) {
      out.println("FAILED: not every sample was accepted and counted");
    }
    boolean undisturbed = times <= factor;
    if (!undisturbed) {
      out.println("FAILED: the other tenant felt it");
    }
    return capped && counts && undisturbed
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private static long p99(Histogram micros) {
    return micros.getValueAtPercentile(99);
  }

  private static String text(Histogram micros) {
    return String.format(
        Locale.ROOT,
        "p50 %.0f, p99 %.0f, at the most %.0f ms",
        micros.getValueAtPercentile(50) / 1000.0,
        p99(micros) / 1000.0,
        micros.getMaxValue() / 1000.0);
  }
}
