package io.tidegauge.ingest.otlp;

import static io.tidegauge.ingest.otlp.Otlp.MILLIS;
import static io.tidegauge.ingest.otlp.Otlp.attribute;
import static io.tidegauge.ingest.otlp.Otlp.metric;
import static io.tidegauge.ingest.otlp.Otlp.number;
import static io.tidegauge.ingest.otlp.Otlp.request;
import static io.tidegauge.ingest.otlp.Otlp.translate;
import static io.tidegauge.ingest.otlp.Otlp.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpTranslatorTest {

  private static final AggregationTemporality DELTA =
      AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
  private static final AggregationTemporality CUMULATIVE =
      AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;

  @Test
  void gaugeIsGauge() {
    CollectingSink sink = translate(request(gauge("process.memory", "By", number(12.5))));

    assertThat(sink.samples())
        .containsExactly(
            new CollectingSink.Sample(
                Map.of("__name__", "process_memory_bytes"),
                MetricKind.GAUGE,
                "bytes",
                MILLIS,
                12.5));
  }

  @Test
  void gaugeOfUnitOneIsRatio() {
    CollectingSink sink = translate(request(gauge("cpu.utilization", "1", number(0.5))));

    assertThat(sink.samples().getFirst().name()).isEqualTo("cpu_utilization_ratio");
  }

  @ParameterizedTest
  @CsvSource({
    "true, CUMULATIVE, COUNTER, jobs_total",
    "false, CUMULATIVE, GAUGE, jobs",
    "true, DELTA, GAUGE, jobs_delta",
    "false, DELTA, GAUGE, jobs_delta",
  })
  void sumsByMonotonicityAndTemporality(
      boolean monotonic, String temporality, MetricKind kind, String name) {
    Sum sum =
        Sum.newBuilder()
            .setIsMonotonic(monotonic)
            .setAggregationTemporality(temporality.equals("DELTA") ? DELTA : CUMULATIVE)
            .addDataPoints(NumberDataPoint.newBuilder().setTimeUnixNano(Otlp.NANOS).setAsInt(7))
            .build();

    CollectingSink sink = translate(request(metric("jobs", "{job}").setSum(sum).build()));

    assertThat(sink.samples())
        .containsExactly(
            new CollectingSink.Sample(Map.of("__name__", name), kind, "", MILLIS, 7.0));
  }

  @Test
  void explicitHistogramHasCumulativeBuckets() {
    CollectingSink sink =
        translate(
            request(
                histogram(
                    CUMULATIVE,
                    point(5, 0.25, 1, 10)
                        .addBucketCounts(2)
                        .addBucketCounts(3)
                        .addBucketCounts(0)
                        .addBucketCounts(1)
                        .setCount(6)
                        .build())));

    assertThat(sink.samples())
        .extracting(s -> s.name() + " " + s.labels().get("le") + " " + s.kind() + " " + s.value())
        .containsExactly(
            "latency_seconds_bucket 0.25 COUNTER 2.0",
            "latency_seconds_bucket 1 COUNTER 5.0",
            "latency_seconds_bucket 10 COUNTER 5.0",
            "latency_seconds_bucket +Inf COUNTER 6.0",
            "latency_seconds_sum null COUNTER 5.0",
            "latency_seconds_count null COUNTER 6.0");
  }

  @Test
  void deltaHistogramIsGaugesUnderAnotherName() {
    CollectingSink sink =
        translate(
            request(
                histogram(
                    DELTA, point(5, 1).addBucketCounts(2).addBucketCounts(1).setCount(3).build())));

    assertThat(sink.samples())
        .extracting(s -> s.name() + " " + s.kind())
        .containsExactly(
            "latency_seconds_delta_bucket GAUGE",
            "latency_seconds_delta_bucket GAUGE",
            "latency_seconds_delta_sum GAUGE",
            "latency_seconds_delta_count GAUGE");
  }

  @Test
  void sumOfNegativeValuesIsNoCounter() {
    CollectingSink sink =
        translate(
            request(
                histogram(
                    CUMULATIVE,
                    point(5, -1).addBucketCounts(2).addBucketCounts(1).setCount(3).build())));

    assertThat(sink.samples())
        .filteredOn(s -> s.name().endsWith("_sum"))
        .extracting(CollectingSink.Sample::kind)
        .containsExactly(MetricKind.GAUGE);
  }

  @Test
  void histogramWithoutBucketsOrSumHasTheInfiniteBucketAndTheCount() {
    HistogramDataPoint bare =
        HistogramDataPoint.newBuilder().setTimeUnixNano(Otlp.NANOS).setCount(3).build();

    CollectingSink sink = translate(request(histogram(CUMULATIVE, bare)));

    assertThat(sink.samples())
        .extracting(CollectingSink.Sample::name)
        .containsExactly("latency_seconds_bucket", "latency_seconds_count");
  }

  @Test
  void summaryHasQuantiles() {
    Summary summary =
        Summary.newBuilder()
            .addDataPoints(
                SummaryDataPoint.newBuilder()
                    .setTimeUnixNano(Otlp.NANOS)
                    .setCount(4)
                    .setSum(2.5)
                    .addQuantileValues(quantile(0.5, 0.25))
                    .addQuantileValues(quantile(0.99, 1)))
            .build();

    CollectingSink sink = translate(request(metric("rpc", "s").setSummary(summary).build()));

    assertThat(sink.samples())
        .extracting(
            s -> s.name() + " " + s.labels().get("quantile") + " " + s.kind() + " " + s.value())
        .containsExactly(
            "rpc_seconds 0.5 GAUGE 0.25",
            "rpc_seconds 0.99 GAUGE 1.0",
            "rpc_seconds_sum null COUNTER 2.5",
            "rpc_seconds_count null COUNTER 4.0");
  }

  @Test
  void pointWithoutRecordedValueIsStaleMarker() {
    CollectingSink sink =
        translate(
            request(
                gauge(
                    "load",
                    "",
                    NumberDataPoint.newBuilder().setTimeUnixNano(Otlp.NANOS).setFlags(1))));

    assertThat(sink.samples().getFirst().bits()).isEqualTo(0x7ff0000000000002L);
  }

  @Test
  void notANumberIsKept() {
    CollectingSink sink = translate(request(gauge("load", "", number(Double.NaN))));

    assertThat(sink.samples().getFirst().value()).isNaN();
    assertThat(sink.samples().getFirst().bits()).isNotEqualTo(0x7ff0000000000002L);
  }

  @Test
  void infinityIsRefusedAndTheOthersAreKept() {
    CollectingSink sink =
        translate(
            request(gauge("load", "", number(1), number(Double.POSITIVE_INFINITY), number(2))));

    assertThat(sink.samples()).extracting(CollectingSink.Sample::value).containsExactly(1.0, 2.0);
    assertThat(sink.refused())
        .containsExactly(
            new CollectingSink.Refused(
                RejectReason.INVALID_VALUE, Map.of("__name__", "load"), MILLIS));
  }

  @Test
  void missingTimestampIsRefused() {
    CollectingSink sink =
        translate(request(gauge("load", "", NumberDataPoint.newBuilder().setAsDouble(1))));

    assertThat(sink.refused())
        .extracting(CollectingSink.Refused::reason)
        .containsExactly(RejectReason.INVALID_TIMESTAMP);
    assertThat(sink.messages().getFirst()).contains("timeUnixNano");
  }

  @Test
  void missingValueIsRefused() {
    CollectingSink sink =
        translate(
            request(gauge("load", "", NumberDataPoint.newBuilder().setTimeUnixNano(Otlp.NANOS))));

    assertThat(sink.refused())
        .extracting(CollectingSink.Refused::reason)
        .containsExactly(RejectReason.INVALID_VALUE);
  }

  @Test
  void unspecifiedTemporalityIsRefused() {
    Sum sum = Sum.newBuilder().addDataPoints(number(1)).build();

    CollectingSink sink = translate(request(metric("jobs", "").setSum(sum).build()));

    assertThat(sink.refused())
        .extracting(CollectingSink.Refused::reason)
        .containsExactly(RejectReason.UNSUPPORTED_TYPE);
    assertThat(sink.messages().getFirst()).contains("aggregationTemporality is 0");
  }

  @ParameterizedTest
  @CsvSource({"3, 1, bucketCounts", "2, 2 1, ascend", "2, NaN, ascend", "0, 1, bucketCounts"})
  void inconsistentHistogramsAreRefused(int counts, String bounds, String message) {
    HistogramDataPoint.Builder point =
        HistogramDataPoint.newBuilder().setTimeUnixNano(Otlp.NANOS).setCount(1);
    for (String bound : bounds.split(" ", -1)) {
      point.addExplicitBounds(Double.parseDouble(bound));
    }
    for (int i = 0;
        i < (message.equals("ascend") ? point.getExplicitBoundsCount() + 1 : counts);
        i++) {
      point.addBucketCounts(0);
    }

    CollectingSink sink = translate(request(histogram(CUMULATIVE, point.build())));

    assertThat(sink.samples()).isEmpty();
    assertThat(sink.messages().getFirst()).contains(message);
  }

  @Test
  void tooManyBucketsAreRefused() {
    HistogramDataPoint.Builder point =
        HistogramDataPoint.newBuilder().setTimeUnixNano(Otlp.NANOS).addBucketCounts(0);
    for (int i = 0; i < 600; i++) {
      point.addExplicitBounds(i).addBucketCounts(1);
    }

    CollectingSink sink = translate(request(histogram(CUMULATIVE, point.build())));

    assertThat(sink.samples()).isEmpty();
    assertThat(sink.messages())
        .containsExactly("a histogram has more than 512 buckets: use fewer bounds");
  }

  @Test
  void attributeNamedAsTheBucketsBoundIsRenamed() {
    HistogramDataPoint point =
        point(1, 1)
            .addBucketCounts(1)
            .addBucketCounts(0)
            .setCount(1)
            .addAttributes(attribute("le", "mine"))
            .build();

    CollectingSink sink = translate(request(histogram(CUMULATIVE, point)));

    assertThat(sink.samples())
        .allSatisfy(s -> assertThat(s.labels()).containsEntry("exported_le", "mine"));
    assertThat(sink.samples().getFirst().labels()).containsEntry("le", "1");
  }

  @Test
  void emptyRequestIsNothing() {
    assertThat(translate(new byte[0]).samples()).isEmpty();
  }

  private static Metric gauge(String name, String unit, NumberDataPoint.Builder... points) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (NumberDataPoint.Builder point : points) {
      gauge.addDataPoints(point);
    }
    return metric(name, unit).setGauge(gauge).build();
  }

  private static Metric histogram(
      AggregationTemporality temporality, HistogramDataPoint... points) {
    return metric("latency", "s")
        .setHistogram(
            Histogram.newBuilder()
                .setAggregationTemporality(temporality)
                .addAllDataPoints(List.of(points)))
        .build();
  }

  private static HistogramDataPoint.Builder point(double sum, double... bounds) {
    HistogramDataPoint.Builder point =
        HistogramDataPoint.newBuilder().setTimeUnixNano(Otlp.NANOS).setSum(sum);
    for (double bound : bounds) {
      point.addExplicitBounds(bound);
    }
    return point;
  }

  private static SummaryDataPoint.ValueAtQuantile quantile(double quantile, double value) {
    return SummaryDataPoint.ValueAtQuantile.newBuilder()
        .setQuantile(quantile)
        .setValue(value)
        .build();
  }
}
