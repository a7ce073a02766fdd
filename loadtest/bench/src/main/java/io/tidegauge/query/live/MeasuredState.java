package io.tidegauge.query.live;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.config.LiveProperties;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A live state and records of the live topic that tell of all its series, each of one 5m window,
 * for microbenchmarks. It is in this package as what it reads into is not for others. Not
 * thread-safe.
 */
public final class MeasuredState {

  private static final String TENANT = "bench";
  private static final long TIME = 1_800_000_123_000L;
  private static final int SAMPLES = 6;
  private static final RollupVersion VERSION = new RollupVersion(1, 123_456_789, 0);
  private static final LiveProperties LIMITS =
      new LiveProperties(
          1_000_000, 64, 10_000, 10_000, 100, 16, 2_000, 4, Duration.ofSeconds(15), true);

  private final LiveState state =
      new LiveState("bench", 1, LIMITS, Duration.ofMinutes(5), (t, server) -> {});
  private final byte[][] records;
  private int next;

  /**
   * Of gauges with six labels, whose windows of all four lengths are open.
   *
   * @param series how many
   * @param each how many of them in a record
   */
  public MeasuredState(int series, int each) {
    records = new byte[series / each][];
    for (int i = 0; i < records.length; i++) {
      state.apply(0, i, LiveCodec.encode(batch(i * each, each, Window.values())));
      records[i] = LiveCodec.encode(batch(i * each, each, Window.M5));
    }
  }

  /** Reads the next record into the state; after the last comes the first. */
  public void apply() {
    state.apply(0, records.length, records[next]);
    next = (next + 1) % records.length;
  }

  private static LiveBatch batch(int first, int count, Window... windows) {
    List<LiveSeries> series =
        IntStream.range(first, first + count).mapToObj(number -> series(number, windows)).toList();
    return new LiveBatch(TENANT, 1, VERSION.offset(), TIME, LiveBatch.UNKNOWN, series);
  }

  private static LiveSeries series(int number, Window... windows) {
    Labels labels =
        Labels.of(
            "metric_" + number % 100,
            "device",
            "device-" + number % 64,
            "env",
            "env-" + number % 4,
            "host",
            "host-" + number / 10,
            "job",
            "job-" + number % 20,
            "region",
            "region-" + number % 8);
    return new LiveSeries(
        SeriesHasher.of(TENANT, labels),
        labels,
        MetricKind.GAUGE,
        VERSION.offset(),
        TIME,
        21.5,
        false,
        Arrays.stream(windows).map(window -> rollup(window, number)).toList());
  }

  private static Rollup rollup(Window window, int number) {
    long start = window.start(TIME);
    Aggregate aggregate = new Aggregate();
    for (int sample = 0; sample < SAMPLES; sample++) {
      aggregate.add(start + sample * 15_000L, 20 + Math.sin(number + sample) * 7, false);
    }
    return new Rollup(
        window,
        start,
        VERSION,
        window == Window.M5 ? Rollup.State.PROVISIONAL : Rollup.State.BASE,
        aggregate);
  }
}
