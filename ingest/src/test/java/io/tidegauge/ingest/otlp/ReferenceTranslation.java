package io.tidegauge.ingest.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.tidegauge.contract.series.MetricKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The translation once more, from the generated classes and with plain collections: slow and easy
 * to compare with the specification. For all but exponential histograms, whose test counts values.
 * Good data points only: refused ones are left out.
 */
final class ReferenceTranslation {

  private static final String[] IDENTITY = {
    "service.name", "service.namespace", "service.instance.id"
  };

  /** Label name to original key to value, so that conflicts can be joined in the keys' order. */
  private static final class Labels {
    private final TreeMap<String, TreeMap<String, String>> entries = new TreeMap<>();

    Labels() {}

    Labels(Labels outer) {
      outer.entries.forEach((name, values) -> entries.put(name, new TreeMap<>(values)));
    }

    Labels with(String name, String key, String value) {
      if (!value.isEmpty()) {
        entries.computeIfAbsent(name, any -> new TreeMap<>()).put(key, value);
      }
      return this;
    }

    Map<String, String> joined() {
      TreeMap<String, String> joined = new TreeMap<>();
      entries.forEach((name, values) -> joined.put(name, String.join(";", values.values())));
      return joined;
    }
  }

  private final List<CollectingSink.Sample> samples = new ArrayList<>();
  private long latest;

  static List<CollectingSink.Sample> of(ExportMetricsServiceRequest request) {
    ReferenceTranslation reference = new ReferenceTranslation();
    request.getResourceMetricsList().forEach(reference::resource);
    return reference.samples;
  }

  private void resource(ResourceMetrics resource) {
    latest = 0;
    Map<String, String> attributes = new TreeMap<>();
    for (KeyValue pair : resource.getResource().getAttributesList()) {
      attributes.put(pair.getKey(), text(pair.getValue()));
    }
    String service = attributes.getOrDefault("service.name", "");
    String namespace = attributes.getOrDefault("service.namespace", "");
    String instance = attributes.getOrDefault("service.instance.id", "");
    Labels labels = new Labels();
    if (!service.isEmpty()) {
      String job = namespace.isEmpty() ? service : namespace + "/" + service;
      labels.with("job", "service.name", job);
    }
    labels.with("instance", "service.instance.id", instance);
    labels.with("host_name", "host.name", attributes.getOrDefault("host.name", ""));
    resource.getScopeMetricsList().forEach(scope -> scope(scope, labels));
    for (String key : IDENTITY) {
      attributes.remove(key);
    }
    boolean identified = !service.isEmpty() || !instance.isEmpty();
    if (latest > 0 && identified && !attributes.isEmpty()) {
      attributes.forEach((key, value) -> labels.with(label(key), key, value));
      labels.with("__name__", "__name__", "target_info");
      samples.add(new CollectingSink.Sample(labels.joined(), MetricKind.GAUGE, "", latest, 1.0));
    }
  }

  private void scope(ScopeMetrics metrics, Labels outer) {
    InstrumentationScope scope = metrics.getScope();
    Labels labels = new Labels(outer);
    for (KeyValue pair : scope.getAttributesList()) {
      String name = "otel_scope_" + label(pair.getKey());
      if (!List.of("otel_scope_name", "otel_scope_version", "otel_scope_schema_url")
          .contains(name)) {
        labels.with(name, pair.getKey(), text(pair.getValue()));
      }
    }
    labels.with("otel_scope_name", "otel_scope_name", scope.getName());
    labels.with("otel_scope_version", "otel_scope_version", scope.getVersion());
    labels.with("otel_scope_schema_url", "otel_scope_schema_url", metrics.getSchemaUrl());
    metrics.getMetricsList().forEach(metric -> metric(metric, labels));
  }

  private void metric(Metric metric, Labels labels) {
    switch (metric.getDataCase()) {
      case GAUGE ->
          metric
              .getGauge()
              .getDataPointsList()
              .forEach(point -> number(metric, point, labels, false, false));
      case SUM -> {
        boolean monotonic = metric.getSum().getIsMonotonic();
        boolean delta = isDelta(metric.getSum().getAggregationTemporality());
        metric
            .getSum()
            .getDataPointsList()
            .forEach(point -> number(metric, point, labels, monotonic, delta));
      }
      case HISTOGRAM -> {
        boolean delta = isDelta(metric.getHistogram().getAggregationTemporality());
        metric
            .getHistogram()
            .getDataPointsList()
            .forEach(point -> histogram(metric, point, labels, delta));
      }
      case SUMMARY ->
          metric.getSummary().getDataPointsList().forEach(point -> summary(metric, point, labels));
      default -> {}
    }
  }

  private void number(
      Metric metric, NumberDataPoint point, Labels outer, boolean monotonic, boolean delta) {
    String unit = unit(metric);
    String name = name(metric, unit, monotonic, delta);
    MetricKind kind = monotonic && !delta ? MetricKind.COUNTER : MetricKind.GAUGE;
    double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
    Labels labels = attributes(point.getAttributesList(), outer, "");
    emit(labels, name, kind, unit, point.getTimeUnixNano(), stale(point.getFlags(), value));
  }

  private void histogram(Metric metric, HistogramDataPoint point, Labels outer, boolean delta) {
    String unit = unit(metric);
    String name = name(metric, unit, false, delta);
    MetricKind kind = delta ? MetricKind.GAUGE : MetricKind.COUNTER;
    Labels labels = attributes(point.getAttributesList(), outer, "le");
    long time = point.getTimeUnixNano();
    BigInteger below = BigInteger.ZERO;
    for (int i = 0; i < point.getExplicitBoundsCount(); i++) {
      below = below.add(BigInteger.valueOf(point.getBucketCounts(i)));
      Labels bucket = new Labels(labels);
      bucket.with("le", "le", NumberText.of(point.getExplicitBounds(i)));
      double value = stale(point.getFlags(), below.doubleValue());
      emit(bucket, name + "_bucket", kind, unit, time, value);
    }
    double count = stale(point.getFlags(), point.getCount());
    emit(new Labels(labels).with("le", "le", "+Inf"), name + "_bucket", kind, unit, time, count);
    if (point.hasSum()) {
      boolean falls =
          point.getSum() < 0
              || point.getMin() < 0
              || (point.getExplicitBoundsCount() > 0 && point.getExplicitBounds(0) < 0);
      double sum = stale(point.getFlags(), point.getSum());
      emit(labels, name + "_sum", falls ? MetricKind.GAUGE : kind, unit, time, sum);
    }
    emit(labels, name + "_count", kind, unit, time, count);
  }

  private void summary(Metric metric, SummaryDataPoint point, Labels outer) {
    String unit = unit(metric);
    String name = name(metric, unit, false, false);
    Labels labels = attributes(point.getAttributesList(), outer, "quantile");
    long time = point.getTimeUnixNano();
    for (SummaryDataPoint.ValueAtQuantile quantile : point.getQuantileValuesList()) {
      Labels own = new Labels(labels);
      own.with("quantile", "quantile", NumberText.of(quantile.getQuantile()));
      double value = stale(point.getFlags(), quantile.getValue());
      emit(own, name, MetricKind.GAUGE, unit, time, value);
    }
    MetricKind sumKind = point.getSum() < 0 ? MetricKind.GAUGE : MetricKind.COUNTER;
    emit(labels, name + "_sum", sumKind, unit, time, stale(point.getFlags(), point.getSum()));
    double count = stale(point.getFlags(), point.getCount());
    emit(labels, name + "_count", MetricKind.COUNTER, unit, time, count);
  }

  private void emit(
      Labels labels, String name, MetricKind kind, String unit, long nanos, double value) {
    long timestamp = nanos / 1_000_000;
    latest = Math.max(latest, timestamp);
    Map<String, String> own = new Labels(labels).with("__name__", "__name__", name).joined();
    samples.add(new CollectingSink.Sample(own, kind, unit, timestamp, value));
  }

  private static Labels attributes(List<KeyValue> attributes, Labels outer, String reserved) {
    Labels labels = new Labels(outer);
    for (KeyValue pair : attributes) {
      String name = label(pair.getKey());
      labels.with(
          name.equals(reserved) ? "exported_" + name : name, pair.getKey(), text(pair.getValue()));
    }
    return labels;
  }

  private static String unit(Metric metric) {
    return UnitWords.of(metric.getUnit(), metric.hasGauge());
  }

  private static String name(Metric metric, String unit, boolean monotonic, boolean delta) {
    String name = collapse(metric.getName().replaceAll("[^a-zA-Z0-9_:]", "_"));
    if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
      name = "_" + name;
    }
    if (monotonic && name.endsWith("_total") && name.length() > 6) {
      name = name.substring(0, name.length() - 6);
    }
    if (!unit.isEmpty() && !name.equals(unit) && !name.endsWith("_" + unit)) {
      name = name + "_" + unit;
    }
    String suffix = delta ? "_delta" : monotonic && !name.endsWith("_total") ? "_total" : "";
    return metric.getName().isEmpty() ? "" : collapse(name + suffix);
  }

  private static String label(String key) {
    String name = collapse(key.replaceAll("[^a-zA-Z0-9_]", "_"));
    return !key.isEmpty() && Character.isDigit(name.charAt(0)) ? "key_" + name : name;
  }

  private static String collapse(String name) {
    return name.replaceAll("_+", "_");
  }

  private static boolean isDelta(AggregationTemporality temporality) {
    return temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
  }

  private static double stale(int flags, double value) {
    return (flags & 1) != 0 ? Double.longBitsToDouble(0x7ff0000000000002L) : value;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BYTES_VALUE -> Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
      case DOUBLE_VALUE -> NumberText.of(value.getDoubleValue());
      case VALUE_NOT_SET, STRING_VALUE_STRINDEX -> "";
      default -> json(value);
    };
  }

  private static String json(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> quoted(value.getStringValue());
      case BOOL_VALUE -> String.valueOf(value.getBoolValue());
      case INT_VALUE -> String.valueOf(value.getIntValue());
      case DOUBLE_VALUE ->
          Double.isFinite(value.getDoubleValue())
              ? NumberText.of(value.getDoubleValue())
              : quoted(NumberText.of(value.getDoubleValue()));
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(ReferenceTranslation::json)
              .collect(Collectors.joining(",", "[", "]"));
      case KVLIST_VALUE ->
          value.getKvlistValue().getValuesList().stream()
              .map(pair -> quoted(pair.getKey()) + ":" + json(pair.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case BYTES_VALUE -> quoted(text(value));
      default -> "null";
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
