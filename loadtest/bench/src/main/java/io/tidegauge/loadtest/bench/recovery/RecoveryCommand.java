package io.tidegauge.loadtest.bench.recovery;

import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.load.SeriesOptions;
import io.tidegauge.loadtest.bench.report.Report;
import io.tidegauge.loadtest.bench.report.ReportOptions;
import io.tidegauge.loadtest.bench.system.AotCaches;
import io.tidegauge.loadtest.bench.system.TidegaugeOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
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

/** {@code tidegauge bench recovery}: starts, and a processor that is killed. */
@Command(
    name = "recovery",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Stops and starts the services of a whole pipeline that has many live series,",
      "and measures from a process's start until it is ready; then kills a processor",
      "(SIGKILL) again and again while samples come, alone and where another process",
      "keeps standbys, and measures until the query node shows a sample of every",
      "partition that was sent after the kill. What was killed is started again, as",
      "an installation does. Services start with ahead-of-time caches, as the image",
      "has them."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured, and live again every time",
      "1:a service did not start, the processor was not live again within three minutes, or a sample"
          + " was refused",
      "2:wrong arguments"
    })
public final class RecoveryCommand implements Callable<Integer> {

  private static final String BODIES = "500..2000";
  private static final int CONNECTIONS = 4;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "starts of each service, and kills of each kind; ${DEFAULT-VALUE} unless given")
  private int rounds = 5;

  @Option(
      names = "--standbys",
      split = ",",
      defaultValue = "0,1",
      description =
          "0 for one processor, 1 for two that keep standbys of one another; one after the other;"
              + " 0,1 unless given")
  private List<Integer> standbys = List.of(0, 1);

  @Option(
      names = "--settle",
      defaultValue = "20",
      description =
          "seconds between a processor that is ready again and the next kill; ${DEFAULT-VALUE}"
              + " unless given")
  private int settle = 20;

  @Option(
      names = "--pause",
      defaultValue = "100",
      description =
          "milliseconds after which a process that was killed is started again; ${DEFAULT-VALUE}"
              + " unless given")
  private int pause = 100;

  @Option(names = "--no-aot", description = "start services without ahead-of-time caches")
  private boolean noAot;

  @Mixin private final SeriesOptions series = new SeriesOptions();

  @Mixin private final TidegaugeOptions tidegauge = new TidegaugeOptions("-Xmx512m");

  @Mixin private final ReportOptions reportOptions = new ReportOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return Report.exitCode(Objects.requireNonNull(spec), reportOptions, this::measure);
  }

  private void check() {
    require("--rounds", rounds, 1, 1_000);
    require("--settle", settle, 1, 3_599);
    require("--pause", pause, 1, 600_000);
    standbys.forEach(count -> require("--standbys", count, 0, 1));
  }

  private static void require(String name, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + " is " + value + ", give " + lowest + " to " + highest);
    }
  }

  private void measure(Report report) throws InterruptedException, IOException {
    check();
    LoadSpec load = series.spec("bodies", BODIES, CONNECTIONS);
    PrintWriter out = report.out();
    Path directory = report.begin(describe(load));
    boolean aot = !noAot && AotCaches.arePossible();
    if (!aot) {
      out.println("Without ahead-of-time caches");
    }
    AotCaches caches = aot ? AotCaches.train(directory) : AotCaches.none();
    RecoveryOutcome outcome =
        new RecoveryRun(
                load,
                tidegauge,
                caches,
                rounds,
                Duration.ofSeconds(settle),
                Duration.ofMillis(pause),
                out)
            .run(directory, standbys, aot);
    out.println();
    out.print(RecoveryTable.of(outcome));
    report.end(directory, List.of(outcome));
  }

  private String describe(LoadSpec load) {
    return String.format(
        Locale.ROOT,
        "%,d series, a sample each %s, seed %d; %d rounds",
        load.series(),
        load.interval(),
        load.seed(),
        rounds);
  }
}
