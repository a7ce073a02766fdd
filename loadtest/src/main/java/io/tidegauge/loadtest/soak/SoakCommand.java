package io.tidegauge.loadtest.soak;

import io.tidegauge.loadtest.generate.Generator;
import io.tidegauge.loadtest.generate.GeneratorSpec;
import io.tidegauge.loadtest.http.Addresses;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.http.ProcessorMetrics;
import io.tidegauge.loadtest.send.RemoteWriteSender;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tidegauge soak}: holds a steady load on a running installation and says whether heap,
 * buffers, open files or threads of its services grew.
 */
@Command(
    name = "soak",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Holds a steady load for a long time and watches for anything that grows.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:nothing grew, and nothing was refused",
      "1:something grew, or was refused",
      "2:wrong arguments, or a server that cannot be reached"
    })
public final class SoakCommand implements Callable<Integer> {

  private static final int BATCH = 1000;
  private static final int TRIES = 20;
  private static final int PAUSE_SECONDS = 5;
  private static final int READINGS_A_LINE = 6;

  private static final Duration VERDICT = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final CountDownLatch told = new CountDownLatch(1);
  private volatile boolean interrupted;

  @Mixin private final Addresses addresses = new Addresses();

  @Mixin private final ProcessorMetrics processor = new ProcessorMetrics();

  @Option(
      names = "--minutes",
      defaultValue = "120",
      description = "how long, 2 to 1440; ${DEFAULT-VALUE} unless given")
  private int minutes = 120;

  @Option(
      names = "--series",
      defaultValue = "10000",
      description = "how many series; ${DEFAULT-VALUE} unless given")
  private int series = 10_000;

  @Option(
      names = "--rate",
      defaultValue = "10000",
      description = "samples a second, 10 to 1000000; ${DEFAULT-VALUE} unless given")
  private int rate = 10_000;

  @Option(names = "--tenant", defaultValue = "soak", description = "the tenant")
  private String tenant = "soak";

  @Spec private @Nullable CommandSpec spec;

  SoakCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(commandLine(InstantSource.system()).execute(args));
  }

  static CommandLine commandLine(InstantSource clock) {
    return new CommandLine(new SoakCommand(clock));
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (minutes < 2 || minutes > 1440 || series < 2 || rate < 10 || rate > 1_000_000) {
      err.println("soak: --minutes must be 2 to 1440, --rate 10 to 1000000, --series 2 or more");
      return CommandLine.ExitCode.USAGE;
    }
    try {
      Watch watch =
          new Watch(
              Map.of(
                  "ingest", addresses.ingest(),
                  "processor", processor.url(),
                  "query-api", addresses.query()));
      watch.read();
      PacedLoad load = load();
      Runtime.getRuntime().addShutdownHook(new Thread(this::awaitVerdict, "verdict"));
      hold(load, watch, out);
      return verdict(load, watch.findings(), out);
    } catch (CallException | IllegalArgumentException e) {
      err.println("soak: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CommandLine.ExitCode.SOFTWARE;
    } finally {
      told.countDown();
    }
  }

  /** Ctrl-C ends the load; what was found until then is told. */
  private void awaitVerdict() {
    interrupted = true;
    try {
      told.await(VERDICT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PacedLoad load() {
    GeneratorSpec spec =
        new GeneratorSpec(
            1,
            "soak",
            series / 2,
            series - series / 2,
            0,
            Math.max(1, series / 100),
            clock.instant(),
            Duration.ofMinutes(minutes),
            Duration.ofMillis(Math.max(10, 1000L * series / rate)),
            0.01,
            0.001,
            Duration.ofSeconds(10),
            0.01,
            0,
            0.001,
            0.001);
    HttpCalls calls = new HttpCalls(addresses.ingest(), tenant, TRIES);
    return new PacedLoad(new Generator(spec), new RemoteWriteSender(calls), clock, BATCH);
  }

  private void hold(PacedLoad load, Watch watch, PrintWriter out) throws InterruptedException {
    CompletableFuture<Void> all = load.run().toFuture();
    long start = System.nanoTime();
    for (int reading = 1; !all.isDone() && !interrupted; reading++) {
      try {
        all.get(PAUSE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException stillRunning) {
        if (!interrupted) {
          watch.read();
        }
      } catch (ExecutionException e) {
        throw new CallException(String.valueOf(e.getCause()), e);
      }
      if (reading % READINGS_A_LINE == 0) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        out.printf(
            Locale.ROOT,
            "%d:%02d:%02d %,d samples, %,d/s, %,d ms behind; %s%n",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            load.accepted(),
            load.accepted() / Math.max(1, seconds),
            load.behindMillis(),
            watch.newest());
        out.flush();
      }
    }
  }

  private static int verdict(PacedLoad load, List<Watch.Finding> findings, PrintWriter out) {
    Histogram micros = load.micros();
    out.printf(
        Locale.ROOT,
        "%,d samples accepted, %,d refused; an answer took p50 %.1f ms, p99 %.1f ms, at the most"
            + " %.1f ms%n",
        load.accepted(),
        load.refused(),
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0);
    findings.forEach(finding -> out.println(finding.text()));
    boolean flat = findings.stream().noneMatch(Watch.Finding::grew);
    out.println(flat ? "Nothing grew." : "Something grew: see the lines marked GREW.");
    out.flush();
    return flat && load.refused() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
