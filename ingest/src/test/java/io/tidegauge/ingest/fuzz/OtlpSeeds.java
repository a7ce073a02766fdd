package io.tidegauge.ingest.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests with each kind of data point and of attribute. */
final class OtlpSeeds {

  private static final long NANOS = Targets.NOW * 1_000_000;
  private static final List<ExportMetricsServiceRequest> REQUESTS =
      List.of(of(sum()), of(histogram()), of(exponential()), of(summary()));

  private OtlpSeeds() {}

  static List<byte[]> protobuf() {
    return REQUESTS.stream().map(ExportMetricsServiceRequest::toByteArray).toList();
  }

  static List<byte[]> json() {
    return REQUESTS.stream().map(OtlpSeeds::print).toList();
  }

  private static byte[] print(ExportMetricsServiceRequest request) {
    try {
      return JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .print(request)
          .getBytes(StandardCharsets.UTF_8);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static ExportMetricsServiceRequest of(Metric.Builder metric) {
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(
                    Resource.newBuilder()
                        .addAttributes(attribute("service.name", "checkout"))
                        .addAttributes(attribute("service.instance.id", "c-1"))
                        .addAttributes(attribute("host.name", "node7")))
                .addScopeMetrics(
                    ScopeMetrics.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("s").setVersion("2"))
                        .addMetrics(metric.setUnit("By").setDescription("what it is"))))
        .build();
  }

  private static Metric.Builder sum() {
    AnyValue list =
        AnyValue.newBuilder()
            .setArrayValue(
                ArrayValue.newBuilder()
                    .addValues(AnyValue.newBuilder().setIntValue(-5))
                    .addValues(AnyValue.newBuilder().setDoubleValue(0.5))
                    .addValues(AnyValue.newBuilder().setBoolValue(true)))
            .build();
    return Metric.newBuilder()
        .setName("orders.total")
        .setSum(
            Sum.newBuilder()
                .setIsMonotonic(true)
                .setAggregationTemporality(
                    AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                .addDataPoints(
                    NumberDataPoint.newBuilder()
                        .setStartTimeUnixNano(NANOS - 1_000_000_000)
                        .setTimeUnixNano(NANOS)
                        .setAsInt(42)
                        .addAttributes(attribute("payment", "card"))
                        .addAttributes(KeyValue.newBuilder().setKey("list").setValue(list))));
  }

  private static Metric.Builder histogram() {
    return Metric.newBuilder()
        .setName("latency")
        .setHistogram(
            Histogram.newBuilder()
                .setAggregationTemporality(
                    AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                .addDataPoints(
                    HistogramDataPoint.newBuilder()
                        .setTimeUnixNano(NANOS)
                        .setCount(3)
                        .setSum(9.5)
                        .setMin(0.1)
                        .setMax(9)
                        .addAllExplicitBounds(List.of(0.1, 0.5, 2.5))
                        .addAllBucketCounts(List.of(1L, 1L, 0L, 1L))));
  }

  private static Metric.Builder exponential() {
    return Metric.newBuilder()
        .setName("size")
        .setExponentialHistogram(
            ExponentialHistogram.newBuilder()
                .setAggregationTemporality(
                    AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                .addDataPoints(
                    ExponentialHistogramDataPoint.newBuilder()
                        .setTimeUnixNano(NANOS)
                        .setCount(6)
                        .setSum(12)
                        .setScale(3)
                        .setZeroCount(1)
                        .setPositive(buckets(-2, 1, 0, 2))
                        .setNegative(buckets(1, 2))));
  }

  private static ExponentialHistogramDataPoint.Buckets buckets(int offset, long... counts) {
    ExponentialHistogramDataPoint.Buckets.Builder buckets =
        ExponentialHistogramDataPoint.Buckets.newBuilder().setOffset(offset);
    for (long count : counts) {
      buckets.addBucketCounts(count);
    }
    return buckets.build();
  }

  private static Metric.Builder summary() {
    return Metric.newBuilder()
        .setName("wait")
        .setSummary(
            Summary.newBuilder()
                .addDataPoints(
                    SummaryDataPoint.newBuilder()
                        .setTimeUnixNano(NANOS)
                        .setCount(3)
                        .setSum(9.5)
                        .addQuantileValues(
                            SummaryDataPoint.ValueAtQuantile.newBuilder()
                                .setQuantile(0.5)
                                .setValue(2))));
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
