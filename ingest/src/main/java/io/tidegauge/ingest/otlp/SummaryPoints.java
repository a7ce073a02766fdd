package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.ProtoReader;

/**
 * {@code SummaryDataPoint}s. Specification: Prometheus and OpenMetrics Compatibility, section
 * Summaries: a series for each quantile, {@code _sum} and {@code _count}. Summaries of OTLP are
 * cumulative.
 */
final class SummaryPoints {

  private final ProtoReader in = new ProtoReader();
  private final ProtoReader nested = new ProtoReader();
  private final FixedList quantiles;
  private final FixedList values;
  private final int maxQuantiles;

  SummaryPoints(int maxQuantiles) {
    this.maxQuantiles = maxQuantiles;
    this.quantiles = new FixedList(maxQuantiles);
    this.values = new FixedList(maxQuantiles);
  }

  void read(byte[] buffer, int offset, int length, MetricContext metric) {
    metric.begin(buffer, offset, length);
    quantiles.clear();
    values.clear();
    long count = 0;
    double sum = 0;
    in.reset(buffer, offset, length);
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 7 -> metric.attribute(in);
        case 3 -> metric.time(in);
        case 4 -> {
          in.expect(ProtoReader.FIXED64);
          count = in.readFixed64();
        }
        case 5 -> {
          in.expect(ProtoReader.FIXED64);
          sum = in.readDouble();
        }
        case 6 -> readQuantile();
        case 8 -> metric.flags(in);
        default -> in.skip();
      }
    }
    String problem = problem(metric.stale(), sum);
    if (!problem.isEmpty()) {
      metric.refuse(RejectReason.INVALID_VALUE, sum, problem);
    } else if (metric.open()) {
      SeriesEmitter out = metric.emitter();
      for (int i = 0; i < quantiles.size(); i++) {
        out.emit(metric.name(), MetricKind.GAUGE, quantiles.asDouble(i), values.asDouble(i));
      }
      out.emit(metric.sum(), sum < 0 ? MetricKind.GAUGE : metric.sumKind(), sum);
      out.emit(metric.count(), metric.sumKind(), Unsigned.toDouble(count));
      metric.close();
    }
    metric.end();
  }

  private void readQuantile() {
    in.expect(ProtoReader.LENGTH_DELIMITED);
    int length = in.readLength();
    int start = in.position();
    in.position(start + length);
    double quantile = 0;
    double value = 0;
    nested.reset(in.buffer(), start, length);
    while (nested.nextField()) {
      switch (nested.fieldNumber()) {
        case 1 -> {
          nested.expect(ProtoReader.FIXED64);
          quantile = nested.readDouble();
        }
        case 2 -> {
          nested.expect(ProtoReader.FIXED64);
          value = nested.readDouble();
        }
        default -> nested.skip();
      }
    }
    quantiles.add(quantile);
    values.add(value);
  }

  private String problem(boolean stale, double sum) {
    if (quantiles.size() > maxQuantiles) {
      return "a summary has more than " + maxQuantiles + " quantiles: send fewer";
    }
    for (int i = 0; i < quantiles.size(); i++) {
      double quantile = quantiles.asDouble(i);
      if (!(quantile >= 0 && quantile <= 1) || (i > 0 && quantile <= quantiles.asDouble(i - 1))) {
        return "the quantiles of a summary must ascend from 0 to 1";
      }
      if (Double.isInfinite(values.asDouble(i)) && !stale) {
        return "the value of a quantile is infinite: leave it out";
      }
    }
    return Double.isInfinite(sum) && !stale ? "the sum is infinite: send a finite number" : "";
  }
}
