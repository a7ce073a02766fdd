package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.ingest.admission.RequestSamples;

/**
 * The series that a native histogram becomes.
 *
 * @param labels its labels, the metric name among them
 * @param name the symbol of {@code __name__}
 * @param metric its metric name
 * @param kind of all its series
 */
record HistogramSeries(
    SeriesLabels labels,
    int name,
    String metric,
    MetricKind kind,
    int unit,
    int help,
    long timestamp,
    RequestSamples target) {

  void hand(NativeHistogram histogram) {
    if (histogram.isStale()) {
      double stale = histogram.sum();
      one("_count", "", stale);
      one("_sum", "", stale);
      return;
    }
    one("_count", "", histogram.count());
    one("_sum", "", histogram.sum());
    double cumulative = 0;
    HistogramBuckets negative = histogram.negative();
    for (int i = negative.size() - 1; i >= 0; i--) {
      cumulative += negative.count(i);
      // Index i holds [-bound(i), -bound(i - 1)).
      one("_bucket", FloatText.of(-histogram.bound(negative.index(i) - 1)), cumulative);
    }
    if (!histogram.hasCustomBounds()) {
      cumulative += histogram.zeroCount();
      one("_bucket", FloatText.of(histogram.zeroThreshold()), cumulative);
    }
    HistogramBuckets positive = histogram.positive();
    for (int i = 0; i < positive.size(); i++) {
      cumulative += positive.count(i);
      double bound = histogram.bound(positive.index(i));
      if (bound < Double.POSITIVE_INFINITY) {
        one("_bucket", FloatText.of(bound), cumulative);
      }
    }
    one("_bucket", "+Inf", histogram.count());
  }

  private void one(String suffix, String le, double value) {
    target.beginSeries();
    labels.handExcept(name, target);
    target.name(metric + suffix);
    if (!le.isEmpty()) {
      target.label("le", le);
    }
    target.kind(kind);
    target.unit(unit);
    target.help(help);
    target.sample(timestamp, value);
    target.endSeries();
  }
}
