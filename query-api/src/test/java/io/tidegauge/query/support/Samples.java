package io.tidegauge.query.support;

import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import java.util.List;

/** Small records for tests. */
public final class Samples {

  private Samples() {}

  /** An aggregate of values that are a second apart, the first at a time. */
  public static Aggregate aggregate(boolean counter, long first, double... values) {
    Aggregate aggregate = new Aggregate();
    for (int i = 0; i < values.length; i++) {
      aggregate.add(first + 1_000L * i, values[i], counter);
    }
    return aggregate;
  }

  /** A rollup of the first epoch with a version's offset. */
  public static Rollup rollup(
      Window window, long start, long offset, Rollup.State state, double... values) {
    return new Rollup(
        window, start, new RollupVersion(1, offset, 0), state, aggregate(false, start, values));
  }

  /** The id of a series. */
  public static SeriesId id(String tenant, Labels labels) {
    return SeriesHasher.of(tenant, labels);
  }

  /** A gauge that lives. */
  public static LiveSeries gauge(
      String tenant, Labels labels, long offset, long time, double value, Rollup... windows) {
    return new LiveSeries(
        id(tenant, labels), labels, MetricKind.GAUGE, offset, time, value, false, List.of(windows));
  }

  /** The end of a series. */
  public static LiveSeries ended(String tenant, Labels labels, long offset, long time) {
    return new LiveSeries(
        id(tenant, labels), labels, MetricKind.GAUGE, offset, time, 0, true, List.of());
  }
}
