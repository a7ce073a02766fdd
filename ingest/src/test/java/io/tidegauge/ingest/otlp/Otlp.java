package io.tidegauge.ingest.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Duration;
import java.util.List;

/** Requests built with the classes generated from OpenTelemetry's own schema, for tests. */
final class Otlp {

  static final long NANOS = 1_700_000_000_123_456_789L;
  static final long MILLIS = 1_700_000_000_123L;

  static final OtlpProperties PROPERTIES = new OtlpProperties(512, 64, Duration.ofSeconds(1));

  private Otlp() {}

  static CollectingSink translate(ExportMetricsServiceRequest request) {
    return translate(request.toByteArray());
  }

  static CollectingSink translate(byte[] request) {
    CollectingSink sink = new CollectingSink();
    new OtlpTranslator(PROPERTIES).translate(request, 0, request.length, sink);
    return sink;
  }

  /** A request with one resource without attributes and one scope without a name. */
  static ExportMetricsServiceRequest request(Metric... metrics) {
    return request(List.of(), metrics);
  }

  static ExportMetricsServiceRequest request(List<KeyValue> resource, Metric... metrics) {
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(Resource.newBuilder().addAllAttributes(resource))
                .addScopeMetrics(ScopeMetrics.newBuilder().addAllMetrics(List.of(metrics))))
        .build();
  }

  static Metric.Builder metric(String name, String unit) {
    return Metric.newBuilder().setName(name).setUnit(unit);
  }

  static NumberDataPoint.Builder number(double value) {
    return NumberDataPoint.newBuilder().setTimeUnixNano(NANOS).setAsDouble(value);
  }

  static KeyValue attribute(String key, String value) {
    return attribute(key, AnyValue.newBuilder().setStringValue(value).build());
  }

  static KeyValue attribute(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  static AnyValue value(long value) {
    return AnyValue.newBuilder().setIntValue(value).build();
  }

  static AnyValue value(double value) {
    return AnyValue.newBuilder().setDoubleValue(value).build();
  }

  static AnyValue value(boolean value) {
    return AnyValue.newBuilder().setBoolValue(value).build();
  }

  static AnyValue value(byte... value) {
    return AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(value)).build();
  }
}
