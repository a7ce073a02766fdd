package io.tidegauge.ingest.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
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
import java.util.List;
import java.util.Random;

/** Random requests whose data points are all good, with keys that collide often. */
final class Requests {

  private static final List<String> KEYS =
      List.of(
          "a.b",
          "a/b",
          "a_b",
          "le",
          "quantile",
          "job",
          "instance",
          "host.name",
          "http.method",
          "otel_scope_name",
          "9lives",
          "zone",
          "größe");
  private static final List<String> RESOURCE_KEYS =
      List.of(
          "service.name",
          "service.namespace",
          "service.instance.id",
          "host.name",
          "os.type",
          "os/type",
          "job");
  private static final List<String> NAMES =
      List.of("http.requests", "queue_total", "9", "mem.used", "temp..x", "load", "io_bytes");
  private static final List<String> UNITS = List.of("", "1", "s", "By", "{x}/s", "m/s", "foo");

  private final Random random;

  Requests(long seed) {
    this.random = new Random(seed);
  }

  ExportMetricsServiceRequest next() {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      ResourceMetrics.Builder resource = ResourceMetrics.newBuilder();
      if (random.nextInt(5) > 0) {
        resource.setResource(Resource.newBuilder().addAllAttributes(attributes(RESOURCE_KEYS)));
      }
      for (int k = random.nextInt(3); k >= 0; k--) {
        resource.addScopeMetrics(scope());
      }
      request.addResourceMetrics(resource);
    }
    return request.build();
  }

  private ScopeMetrics scope() {
    ScopeMetrics.Builder metrics = ScopeMetrics.newBuilder();
    if (random.nextBoolean()) {
      metrics.setScope(
          InstrumentationScope.newBuilder()
              .setName(pick(List.of("", "lib", "other lib")))
              .setVersion(pick(List.of("", "1.2")))
              .addAllAttributes(attributes(List.of("name", "short", "a.b", "a/b", "version"))));
    }
    metrics.setSchemaUrl(pick(List.of("", "https://example.org/1")));
    for (int i = random.nextInt(4); i > 0; i--) {
      metrics.addMetrics(metric());
    }
    return metrics.build();
  }

  private Metric metric() {
    Metric.Builder metric =
        Metric.newBuilder()
            .setName(pick(NAMES))
            .setUnit(pick(UNITS))
            .setDescription("not looked at");
    switch (random.nextInt(5)) {
      case 0 -> {
        Gauge.Builder gauge = Gauge.newBuilder();
        repeat(() -> gauge.addDataPoints(number()));
        metric.setGauge(gauge);
      }
      case 1, 2 -> {
        Sum.Builder sum =
            Sum.newBuilder()
                .setIsMonotonic(random.nextBoolean())
                .setAggregationTemporality(temporality());
        repeat(() -> sum.addDataPoints(number()));
        metric.setSum(sum);
      }
      case 3 -> {
        Histogram.Builder histogram =
            Histogram.newBuilder().setAggregationTemporality(temporality());
        repeat(() -> histogram.addDataPoints(histogram()));
        metric.setHistogram(histogram);
      }
      default -> {
        Summary.Builder summary = Summary.newBuilder();
        repeat(() -> summary.addDataPoints(summary()));
        metric.setSummary(summary);
      }
    }
    return metric.build();
  }

  private NumberDataPoint number() {
    NumberDataPoint.Builder point =
        NumberDataPoint.newBuilder()
            .addAllAttributes(attributes(KEYS))
            .setStartTimeUnixNano(1)
            .setTimeUnixNano(nanos())
            .setFlags(flags());
    return random.nextBoolean()
        ? point.setAsInt(random.nextLong()).build()
        : point.setAsDouble(value()).build();
  }

  private HistogramDataPoint histogram() {
    HistogramDataPoint.Builder point =
        HistogramDataPoint.newBuilder()
            .addAllAttributes(attributes(KEYS))
            .setTimeUnixNano(nanos())
            .setFlags(flags());
    int bounds = random.nextInt(6);
    long count = 0;
    for (int i = 0; i <= bounds && bounds > 0; i++) {
      int own = random.nextInt(1000);
      count += own;
      point.addBucketCounts(own);
      if (i < bounds) {
        point.addExplicitBounds(i * 2.5 - random.nextInt(2));
      }
    }
    point.setCount(count);
    if (random.nextBoolean()) {
      point.setSum(value());
    }
    return point.build();
  }

  private SummaryDataPoint summary() {
    SummaryDataPoint.Builder point =
        SummaryDataPoint.newBuilder()
            .addAllAttributes(attributes(KEYS))
            .setTimeUnixNano(nanos())
            .setFlags(flags())
            .setCount(random.nextInt(1000))
            .setSum(value());
    for (double quantile : List.of(0.0, 0.5, 0.99, 1.0)) {
      if (random.nextBoolean()) {
        point.addQuantileValues(
            SummaryDataPoint.ValueAtQuantile.newBuilder()
                .setQuantile(quantile)
                .setValue(random.nextDouble()));
      }
    }
    return point.build();
  }

  private List<KeyValue> attributes(List<String> keys) {
    return keys.stream()
        .filter(key -> random.nextInt(3) == 0)
        .map(key -> Otlp.attribute(key, any(0)))
        .toList();
  }

  private AnyValue any(int depth) {
    return switch (random.nextInt(depth < 3 ? 10 : 6)) {
      case 0 -> AnyValue.getDefaultInstance();
      case 1 -> Otlp.value(random.nextLong());
      case 2 -> Otlp.value(value());
      case 3 -> Otlp.value(random.nextBoolean());
      case 4 -> Otlp.value((byte) random.nextInt(), (byte) random.nextInt());
      case 8 -> {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        repeat(() -> array.addValues(any(depth + 1)));
        yield AnyValue.newBuilder().setArrayValue(array).build();
      }
      case 9 -> {
        KeyValueList.Builder map = KeyValueList.newBuilder();
        repeat(() -> map.addValues(Otlp.attribute(pick(KEYS), any(depth + 1))));
        yield AnyValue.newBuilder().setKvlistValue(map).build();
      }
      default ->
          AnyValue.newBuilder()
              .setStringValue(pick(List.of("", "x", "y;z", "ä \"q\" \\ \n", "eu-west-1")))
              .build();
    };
  }

  private AggregationTemporality temporality() {
    return random.nextBoolean()
        ? AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE
        : AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
  }

  private double value() {
    return random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian() * 1e6;
  }

  private long nanos() {
    return Otlp.NANOS + random.nextInt(1_000_000_000);
  }

  private int flags() {
    return random.nextInt(8) == 0 ? 1 : 0;
  }

  private void repeat(Runnable action) {
    for (int i = random.nextInt(4); i > 0; i--) {
      action.run();
    }
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
