package io.tidegauge.loadtest.bench.storage;

import io.tidegauge.loadtest.bench.load.FileLoad;
import io.tidegauge.loadtest.bench.load.LoadOptions;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.report.Report;
import io.tidegauge.loadtest.bench.report.ReportOptions;
import io.tidegauge.loadtest.bench.round.PeerOptions;
import io.tidegauge.loadtest.bench.system.Peer;
import io.tidegauge.loadtest.bench.system.TidegaugeOptions;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.send.SampleFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegauge bench storage}: bytes of a raw sample on disk, beside other stores. */
@Command(
    name = "storage",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Sends the same samples over Remote-Write to all of Tidegauge and to other",
      "stores, first those of CSV files, then generated ones, each time into new",
      "directories; prints what a sample takes on disk. What counts is the samples",
      "and what finds them: ClickHouse's tables samples and series beside the peers'",
      "data and index, once all parts are merged as they are in the course of time",
      "(OPTIMIZE FINAL, force_merge; of Prometheus a snapshot, which is one block).",
      "Rollups and Kafka's log are told apart."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured, and every system has what was sent to it",
      "1:a system refused samples, lost some, or ended",
      "2:wrong arguments, or a peer that was asked for is not installed"
    })
public final class StorageCommand implements Callable<Integer> {

  private static final String DEFAULT_FILES = "../shared/data/nab";
  private static final Duration SPAN_OF_A_BODY = Duration.ofMinutes(3);
  private static final int MOST_DAYS = 30;

  @Option(
      names = "--files",
      description =
          "folder of CSV files with lines timestamp,value, which are moved in time to end now; "
              + DEFAULT_FILES
              + " unless given, if it is there")
  private @Nullable Path files;

  @Option(
      names = "--samples",
      defaultValue = "50000000",
      description =
          "that are generated, to whole steps of all series; 0 for none; ${DEFAULT-VALUE} unless"
              + " given")
  private long samples = 50_000_000;

  @Option(
      names = "--settle",
      defaultValue = "60",
      description =
          "seconds to wait at the most until a system does nothing more; ${DEFAULT-VALUE} unless"
              + " given")
  private int settle = 60;

  @Mixin private final PeerOptions peers = new PeerOptions();

  @Mixin private final LoadOptions load = new LoadOptions();

  @Mixin private final TidegaugeOptions tidegauge = new TidegaugeOptions();

  @Mixin private final ReportOptions reportOptions = new ReportOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return Report.exitCode(Objects.requireNonNull(spec), reportOptions, this::measure);
  }

  private void measure(Report report) throws InterruptedException, IOException {
    if (settle < 1 || settle > 3_599) {
      throw new IllegalArgumentException("--settle is " + settle + ", give 1 to 3599");
    }
    PrintWriter out = report.out();
    List<DataSet> sets = sets(report.now(), out);
    List<Peer> beside = peers.peers(out);
    Path directory = report.begin();
    StorageRun run = new StorageRun(tidegauge, beside, Duration.ofSeconds(settle), out);
    List<Stored> all = new ArrayList<>();
    List<String> tables = new ArrayList<>();
    for (DataSet data : sets) {
      List<Stored> some = run.run(data, directory);
      all.addAll(some);
      tables.add(data.title() + "\n" + StorageTable.of(some));
    }
    tables.forEach(table -> out.println("\n" + table.stripTrailing()));
    report.end(directory, all);
  }

  private List<DataSet> sets(Instant now, PrintWriter out) throws IOException {
    List<DataSet> sets = new ArrayList<>();
    Path folder = files == null ? Path.of(DEFAULT_FILES) : files;
    if (Files.isDirectory(folder)) {
      sets.add(ofFiles(folder, now));
    } else if (files == null) {
      out.println("Left out: files, as there is no folder " + folder + "; give --files");
    } else {
      throw new IllegalArgumentException("--files is '" + files + "', which is no folder");
    }
    if (samples > 0) {
      sets.add(generated(now));
    }
    if (sets.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to store; give --files or --samples");
    }
    return sets;
  }

  private static DataSet ofFiles(Path folder, Instant now) throws IOException {
    List<LoadSample> all = SampleFiles.csv(folder, now.truncatedTo(ChronoUnit.MINUTES));
    Instant first = Instant.ofEpochMilli(all.getFirst().timestamp()).truncatedTo(ChronoUnit.DAYS);
    if (Duration.between(first, now).toDays() > MOST_DAYS) {
      throw new IllegalArgumentException(
          folder + " spans more than " + MOST_DAYS + " days, which is what the peers keep");
    }
    // A sample is taken whose day begins within the retention.
    Duration retention = Duration.ofDays(Duration.between(first, now).toDays() + 2);
    return new DataSet.Files("files", new FileLoad(all, SPAN_OF_A_BODY), first, retention);
  }

  private DataSet generated(Instant now) {
    LoadSpec generated = load.spec();
    Instant start = LoadSpec.firstTimestamp(now);
    long steps = Math.max(1, Math.ceilDiv(samples, generated.series()));
    Instant last = start.plus(generated.interval().multipliedBy(steps));
    if (last.isAfter(now)) {
      throw new IllegalArgumentException(
          "the timestamps of "
              + steps
              + " samples of each series would come to "
              + last
              + "; give fewer --samples, more --series or a shorter --interval");
    }
    return new DataSet.Generated(generated, start, steps);
  }
}
