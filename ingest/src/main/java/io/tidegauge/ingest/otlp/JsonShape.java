package io.tidegauge.ingest.otlp;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of OTLP's metrics as they stand in JSON: keys in lowerCamelCase with the numbers and
 * types of opentelemetry-proto 1.10 (opentelemetry/proto/metrics/v1/metrics.proto and what it
 * imports). Fields that are not used here are left out, as unknown ones are.
 */
enum JsonShape {
  REQUEST,
  RESOURCE_METRICS,
  RESOURCE,
  SCOPE_METRICS,
  SCOPE,
  METRIC,
  NUMBERS,
  HISTOGRAM,
  EXPONENTIAL_HISTOGRAM,
  SUMMARY,
  NUMBER_POINT,
  HISTOGRAM_POINT,
  EXPONENTIAL_POINT,
  BUCKETS,
  SUMMARY_POINT,
  QUANTILE,
  KEY_VALUE,
  ANY_VALUE,
  ARRAY,
  MAP;

  /** How a value is written in JSON and in protobuf. */
  enum Type {
    STRING,
    BYTES,
    BOOL,
    DOUBLE,
    FIXED64,
    SFIXED64,
    INT64,
    UINT64,
    UINT32,
    SINT32,
    ENUM,
    MESSAGE
  }

  /**
   * A field of a message.
   *
   * @param message of a field of type MESSAGE, null of any other
   */
  record Field(int number, Type type, boolean repeated, @Nullable JsonShape message) {}

  private final Map<String, Field> fields = new HashMap<>();

  static {
    REQUEST.repeated("resourceMetrics", 1, RESOURCE_METRICS);
    RESOURCE_METRICS.one("resource", 1, RESOURCE).repeated("scopeMetrics", 2, SCOPE_METRICS);
    RESOURCE.repeated("attributes", 1, KEY_VALUE);
    SCOPE_METRICS
        .one("scope", 1, SCOPE)
        .repeated("metrics", 2, METRIC)
        .one("schemaUrl", 3, Type.STRING);
    SCOPE
        .one("name", 1, Type.STRING)
        .one("version", 2, Type.STRING)
        .repeated("attributes", 3, KEY_VALUE);
    METRIC
        .one("name", 1, Type.STRING)
        .one("unit", 3, Type.STRING)
        .one("gauge", 5, NUMBERS)
        .one("sum", 7, NUMBERS)
        .one("histogram", 9, HISTOGRAM)
        .one("exponentialHistogram", 10, EXPONENTIAL_HISTOGRAM)
        .one("summary", 11, SUMMARY);
    NUMBERS
        .repeated("dataPoints", 1, NUMBER_POINT)
        .one("aggregationTemporality", 2, Type.ENUM)
        .one("isMonotonic", 3, Type.BOOL);
    HISTOGRAM
        .repeated("dataPoints", 1, HISTOGRAM_POINT)
        .one("aggregationTemporality", 2, Type.ENUM);
    EXPONENTIAL_HISTOGRAM
        .repeated("dataPoints", 1, EXPONENTIAL_POINT)
        .one("aggregationTemporality", 2, Type.ENUM);
    SUMMARY.repeated("dataPoints", 1, SUMMARY_POINT);
    NUMBER_POINT
        .repeated("attributes", 7, KEY_VALUE)
        .one("timeUnixNano", 3, Type.FIXED64)
        .one("asDouble", 4, Type.DOUBLE)
        .one("asInt", 6, Type.SFIXED64)
        .one("flags", 8, Type.UINT32);
    HISTOGRAM_POINT
        .repeated("attributes", 9, KEY_VALUE)
        .one("timeUnixNano", 3, Type.FIXED64)
        .one("count", 4, Type.FIXED64)
        .one("sum", 5, Type.DOUBLE)
        .repeated("bucketCounts", 6, Type.FIXED64)
        .repeated("explicitBounds", 7, Type.DOUBLE)
        .one("flags", 10, Type.UINT32)
        .one("min", 11, Type.DOUBLE);
    EXPONENTIAL_POINT
        .repeated("attributes", 1, KEY_VALUE)
        .one("timeUnixNano", 3, Type.FIXED64)
        .one("count", 4, Type.FIXED64)
        .one("sum", 5, Type.DOUBLE)
        .one("scale", 6, Type.SINT32)
        .one("zeroCount", 7, Type.FIXED64)
        .one("positive", 8, BUCKETS)
        .one("negative", 9, BUCKETS)
        .one("flags", 10, Type.UINT32)
        .one("min", 12, Type.DOUBLE)
        .one("zeroThreshold", 14, Type.DOUBLE);
    BUCKETS.one("offset", 1, Type.SINT32).repeated("bucketCounts", 2, Type.UINT64);
    SUMMARY_POINT
        .repeated("attributes", 7, KEY_VALUE)
        .one("timeUnixNano", 3, Type.FIXED64)
        .one("count", 4, Type.FIXED64)
        .one("sum", 5, Type.DOUBLE)
        .repeated("quantileValues", 6, QUANTILE)
        .one("flags", 8, Type.UINT32);
    QUANTILE.one("quantile", 1, Type.DOUBLE).one("value", 2, Type.DOUBLE);
    KEY_VALUE.one("key", 1, Type.STRING).one("value", 2, ANY_VALUE);
    ANY_VALUE
        .one("stringValue", 1, Type.STRING)
        .one("boolValue", 2, Type.BOOL)
        .one("intValue", 3, Type.INT64)
        .one("doubleValue", 4, Type.DOUBLE)
        .one("arrayValue", 5, ARRAY)
        .one("kvlistValue", 6, MAP)
        .one("bytesValue", 7, Type.BYTES);
    ARRAY.repeated("values", 1, ANY_VALUE);
    MAP.repeated("values", 1, KEY_VALUE);
  }

  /** The field of a key; null where it is unknown. */
  @Nullable Field field(String key) {
    return fields.get(key);
  }

  private JsonShape one(String key, int number, Type type) {
    fields.put(key, new Field(number, type, false, null));
    return this;
  }

  private JsonShape one(String key, int number, JsonShape message) {
    fields.put(key, new Field(number, Type.MESSAGE, false, message));
    return this;
  }

  private JsonShape repeated(String key, int number, Type type) {
    fields.put(key, new Field(number, type, true, null));
    return this;
  }

  private JsonShape repeated(String key, int number, JsonShape message) {
    fields.put(key, new Field(number, Type.MESSAGE, true, message));
    return this;
  }
}
