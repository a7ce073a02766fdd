package io.tidegauge.loadtest.bench.jmh;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveBatchWriter;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An entry of the live topic, a series of six labels of which one 5m window with six samples has
 * changed, as a task writes it; {@link LiveStateBenchmark} reads it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LiveRecordBenchmark {

  private static final int SERIES = 1_000;
  private static final int SAMPLES = 6;
  private static final long START = 1_790_000_100_000L;
  private static final RollupVersion VERSION = new RollupVersion(1, 123_456_789, 0);

  private final LiveBatchWriter writer = new LiveBatchWriter(Integer.MAX_VALUE);
  private final SeriesId[] ids = new SeriesId[SERIES];
  private final Labels[] labels = new Labels[SERIES];
  private final Aggregate[] windows = new Aggregate[SERIES];

  /** Makes the series. */
  @Setup
  public void fill() {
    for (int i = 0; i < SERIES; i++) {
      labels[i] =
          Labels.of(
              "metric_" + i % 100,
              "device",
              "device-" + i % 64,
              "env",
              "env-" + i % 4,
              "host",
              "host-" + i / 10,
              "job",
              "job-" + i % 20,
              "region",
              "region-" + i % 8);
      ids[i] = SeriesHasher.of("default", labels[i]);
      windows[i] = new Aggregate();
      for (int sample = 0; sample < SAMPLES; sample++) {
        windows[i].add(START + sample * 15_000L, 20 + Math.sin(i + sample) * 7, false);
      }
    }
  }

  /** An entry, into the record. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public byte[] write() {
    for (int i = 0; i < SERIES; i++) {
      writer.beginSeries(
          ids[i].high(),
          ids[i].low(),
          labels[i],
          MetricKind.GAUGE,
          VERSION.offset(),
          START + 75_000,
          21.5,
          false);
      writer.window(Window.M5, START, VERSION, Rollup.State.PROVISIONAL, windows[i]);
      writer.endSeries();
    }
    return writer.end("default", 1, VERSION.offset(), START + 75_000, LiveBatch.UNKNOWN).value();
  }
}
