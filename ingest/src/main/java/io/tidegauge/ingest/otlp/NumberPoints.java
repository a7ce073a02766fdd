package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.ProtoReader;

/**
 * {@code NumberDataPoint}s: of gauges and sums. Specification: Prometheus and OpenMetrics
 * Compatibility, sections Gauges and Sums. Integers beyond 2^53 lose their last digits, as all
 * values of Prometheus' data model are doubles.
 */
final class NumberPoints {

  private final ProtoReader in = new ProtoReader();

  void read(byte[] buffer, int offset, int length, MetricContext metric, MetricKind kind) {
    metric.begin(buffer, offset, length);
    boolean present = false;
    double value = 0;
    in.reset(buffer, offset, length);
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 7 -> metric.attribute(in);
        case 3 -> metric.time(in);
        case 4 -> {
          in.expect(ProtoReader.FIXED64);
          value = in.readDouble();
          present = true;
        }
        case 6 -> {
          in.expect(ProtoReader.FIXED64);
          value = in.readFixed64();
          present = true;
        }
        case 8 -> metric.flags(in);
        default -> in.skip();
      }
    }
    if (!present && !metric.stale()) {
      metric.refuse(
          RejectReason.INVALID_VALUE,
          Double.NaN,
          "a data point has neither asDouble nor asInt: set one of them");
    } else if (Double.isInfinite(value) && !metric.stale()) {
      metric.refuse(
          RejectReason.INVALID_VALUE, value, "the value is infinite: send finite numbers or NaN");
    } else if (metric.open()) {
      metric.emitter().emit(metric.name(), kind, value);
      metric.close();
    }
    metric.end();
  }
}
