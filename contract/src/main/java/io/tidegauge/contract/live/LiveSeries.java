package io.tidegauge.contract.live;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import java.util.List;

/**
 * The live state of one series as far as it has changed. A reader keeps, of each window that is
 * named here, the rollup with the highest version; windows that are not named stay as they were.
 *
 * @param series the id
 * @param labels all labels, the metric name among them
 * @param kind how values are read
 * @param offset the offset of the samples record up to which this is true; a reader ignores an
 *     entry whose offset is lower than the one it has
 * @param lastTimestamp ms since the epoch, of the newest sample
 * @param lastValue its value
 * @param ended the series has ended (stale marker, or nothing for long); forget it
 * @param windows open 5m windows as they are, with the version as of which they are; closed ones,
 *     FINAL; larger open ones as {@link Rollup.State#BASE}
 */
public record LiveSeries(
    SeriesId series,
    Labels labels,
    MetricKind kind,
    long offset,
    long lastTimestamp,
    double lastValue,
    boolean ended,
    List<Rollup> windows) {

  /** Copies the list. */
  public LiveSeries {
    windows = List.copyOf(windows);
  }
}
