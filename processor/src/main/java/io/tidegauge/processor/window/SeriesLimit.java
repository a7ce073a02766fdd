package io.tidegauge.processor.window;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.OverflowSeries;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;

/**
 * What becomes of samples for which a tenant has no room. On time they count in the overflow series
 * of their metric; the raw history keeps them under their own id. So a day with overflow cannot be
 * told from raw samples any more: none of its closed windows is computed again.
 */
final class SeriesLimit {

  /** Metric names of a tenant that get an overflow series of their own. */
  private static final int OVERFLOW_METRICS = 1000;

  private final TaskState state;

  SeriesLimit(TaskState state) {
    this.state = state;
  }

  boolean hasRoom(TenantState tenant) {
    return tenant.seriesCount < state.settings.seriesLimit();
  }

  /** Whether a series' samples on time go to an overflow series. */
  boolean isOver(TenantState tenant, Labels labels) {
    return !hasRoom(tenant) || OverflowSeries.is(labels, state.settings.partition());
  }

  /**
   * Why a closed window cannot be computed again; empty where it can. What was asked for before the
   * day's first overflow is answered: the windows that were closed then have none of it.
   */
  String whyNotRevised(TenantState tenant, int index, long timestamp) {
    if (tenant.hasOverflow(Window.H24.start(timestamp))) {
      return "the tenant was over its limit of live series on this day, so that raw samples do not"
          + " tell any more which series counted them";
    }
    if (index == SeriesTable.NONE) {
      return hasRoom(tenant)
          ? ""
          : "the series is not live, and the tenant has reached its limit of live series";
    }
    return OverflowSeries.is(state.series.labels(index), state.settings.partition())
        ? "an overflow series has no raw samples of its own"
        : "";
  }

  /** The series that takes in the samples of a metric name that are over the limit. */
  int overflowSeries(TenantState tenant, String metric) {
    int index = overflowOf(tenant, metric);
    return index == SeriesTable.NONE ? overflowOf(tenant, OverflowSeries.LABEL) : index;
  }

  private int overflowOf(TenantState tenant, String metric) {
    Labels labels = OverflowSeries.labels(metric, state.settings.partition());
    SeriesId id = SeriesHasher.of(tenant.name, labels);
    int index = state.series.find(id.high(), id.low());
    if (index != SeriesTable.NONE) {
      return index;
    }
    if (tenant.overflowCount >= OVERFLOW_METRICS && !metric.equals(OverflowSeries.LABEL)) {
      return SeriesTable.NONE;
    }
    // Observations: samples of many series fall on the same timestamps.
    return state.newSeries(tenant, id, MetricKind.OBSERVATION, labels);
  }
}
