package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.ProtoReader;

/**
 * {@code HistogramDataPoint}s as Prometheus' classic histograms. Specification: Prometheus and
 * OpenMetrics Compatibility, section Histograms as Prometheus Histograms: a {@code _bucket} for
 * each bound and for {@code +Inf} with the count up to it, {@code _sum} where there is one, {@code
 * _count}. The sum of a histogram that has seen negative values can fall, so it is a gauge.
 */
final class HistogramPoints {

  private final ProtoReader in = new ProtoReader();
  private final FixedList counts;
  private final FixedList bounds;
  private final int maxBuckets;

  HistogramPoints(int maxBuckets) {
    this.maxBuckets = maxBuckets;
    this.counts = new FixedList(maxBuckets);
    this.bounds = new FixedList(maxBuckets);
  }

  void read(byte[] buffer, int offset, int length, MetricContext metric) {
    metric.begin(buffer, offset, length);
    counts.clear();
    bounds.clear();
    long count = 0;
    boolean hasSum = false;
    double sum = 0;
    double min = 0;
    in.reset(buffer, offset, length);
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 9 -> metric.attribute(in);
        case 3 -> metric.time(in);
        case 4 -> {
          in.expect(ProtoReader.FIXED64);
          count = in.readFixed64();
        }
        case 5 -> {
          in.expect(ProtoReader.FIXED64);
          sum = in.readDouble();
          hasSum = true;
        }
        case 6 -> counts.read(in);
        case 7 -> bounds.read(in);
        case 10 -> metric.flags(in);
        case 11 -> {
          in.expect(ProtoReader.FIXED64);
          min = in.readDouble();
        }
        default -> in.skip();
      }
    }
    String problem = problem(metric.stale(), sum);
    if (!problem.isEmpty()) {
      metric.refuse(RejectReason.INVALID_VALUE, hasSum ? sum : Double.NaN, problem);
    } else if (metric.open()) {
      boolean falling = sum < 0 || min < 0 || (bounds.size() > 0 && bounds.asDouble(0) < 0);
      emit(metric, Unsigned.toDouble(count), hasSum, sum, falling);
      metric.close();
    }
    metric.end();
  }

  private void emit(
      MetricContext metric, double count, boolean hasSum, double sum, boolean falling) {
    SeriesEmitter out = metric.emitter();
    MetricKind kind = metric.sumKind();
    long below = 0;
    for (int i = 0; i < bounds.size(); i++) {
      below += i < counts.size() ? counts.asLong(i) : 0; // stale points have bounds only
      double bound = bounds.asDouble(i);
      if (bound < Double.POSITIVE_INFINITY) {
        out.emit(metric.bucket(), kind, bound, Unsigned.toDouble(below));
      }
    }
    out.emit(metric.bucket(), kind, Double.POSITIVE_INFINITY, count);
    if (hasSum) {
      out.emit(metric.sum(), falling ? MetricKind.GAUGE : kind, sum);
    }
    out.emit(metric.count(), kind, count);
  }

  private String problem(boolean stale, double sum) {
    if (counts.size() > maxBuckets || bounds.size() > maxBuckets) {
      return "a histogram has more than " + maxBuckets + " buckets: use fewer bounds";
    }
    boolean bare = counts.size() == 0 && (stale || bounds.size() == 0);
    if (!bare && counts.size() != bounds.size() + 1) {
      return "a histogram has "
          + counts.size()
          + " bucketCounts for "
          + bounds.size()
          + " explicitBounds: send one count more than there are bounds";
    }
    for (int i = 0; i < bounds.size(); i++) {
      double bound = bounds.asDouble(i);
      boolean ascending = i == 0 || bounds.asDouble(i - 1) < bound;
      if (!ascending || Double.isNaN(bound) || bound == Double.NEGATIVE_INFINITY) {
        return "the explicitBounds of a histogram do not ascend: sort them";
      }
    }
    return Double.isInfinite(sum) && !stale ? "the sum is infinite: leave it out" : "";
  }
}
