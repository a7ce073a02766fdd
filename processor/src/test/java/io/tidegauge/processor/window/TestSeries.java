package io.tidegauge.processor.window;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;

/** A series of a test. */
public record TestSeries(String tenant, Labels labels, MetricKind kind) {

  /** One with a label that tells it from others of the same name. */
  public static TestSeries of(String tenant, String metric, String host, MetricKind kind) {
    return new TestSeries(tenant, Labels.of(metric, "host", host), kind);
  }

  /** Its id. */
  public SeriesId id() {
    return SeriesHasher.of(tenant, labels);
  }
}
