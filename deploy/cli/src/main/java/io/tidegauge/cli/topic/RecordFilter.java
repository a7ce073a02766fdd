package io.tidegauge.cli.topic;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which series are wanted; all conditions must hold.
 *
 * @param tenant null for any
 * @param metric the metric's name, null for any
 * @param labels values by name, an empty value for a series without the label
 * @param series null for any
 * @param ticks whether records without any series are wanted too
 */
record RecordFilter(
    @Nullable String tenant,
    @Nullable String metric,
    Map<String, String> labels,
    @Nullable SeriesId series,
    boolean ticks) {

  /**
   * From what a person gives.
   *
   * @param matches label:value, or a metric's name
   */
  static RecordFilter of(
      @Nullable String tenant,
      @Nullable String metric,
      List<String> matches,
      @Nullable String series,
      boolean ticks) {
    String name = metric;
    Map<String, String> labels = new LinkedHashMap<>();
    for (String match : matches) {
      int colon = match.indexOf(':');
      if (colon < 0) {
        name = match;
      } else {
        labels.put(match.substring(0, colon), match.substring(colon + 1));
      }
    }
    return new RecordFilter(
        tenant, name, labels, series == null ? null : SeriesId.parse(series), ticks);
  }

  /** Whether the tenant is wanted. */
  boolean takesTenant(String other) {
    return tenant == null || tenant.equals(other);
  }

  /** Whether the series is wanted, as far as it can be told without its labels. */
  boolean takesSeries(SeriesId id) {
    return series == null || series.equals(id);
  }

  /** Whether the metric is wanted. */
  boolean takesMetric(String other) {
    return metric == null || metric.equals(other);
  }

  /** Whether the metric and the labels are wanted. */
  boolean takesLabels(Labels other) {
    if (!takesMetric(other.metric())) {
      return false;
    }
    for (Map.Entry<String, String> wanted : labels.entrySet()) {
      String value = other.get(wanted.getKey());
      if (!wanted.getValue().equals(value == null ? "" : value)) {
        return false;
      }
    }
    return true;
  }

  /** Whether what is of no series is wanted. */
  boolean takesWhatHasNoSeries() {
    return metric == null && labels.isEmpty() && series == null;
  }
}
