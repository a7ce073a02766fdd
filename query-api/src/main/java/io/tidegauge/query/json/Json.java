package io.tidegauge.query.json;

import io.tidegauge.contract.series.Labels;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Small helpers around the streaming writer. Stateless. */
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** A writer of UTF-8 bytes; closing it flushes. */
  public static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  /** The bytes of what {@code body} writes: one value. */
  public static byte[] bytes(Consumer<JsonGenerator> body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = generator(out)) {
      body.accept(json);
    }
    return out.toByteArray();
  }

  /** A number, or a string where JSON has no such number: "NaN", "+Inf", "-Inf". */
  public static void number(JsonGenerator json, double value) {
    if (Double.isFinite(value)) {
      if (value == Math.rint(value) && Math.abs(value) < 1e15) {
        json.writeNumber((long) value);
      } else {
        json.writeNumber(value);
      }
    } else {
      json.writeString(text(value));
    }
  }

  /** A number as text, for JSON's strings and for CSV. */
  public static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** A time in ms since the epoch, RFC 3339 in UTC. */
  public static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** A property with a time; null where there is none ({@link Long#MIN_VALUE}). */
  public static void time(JsonGenerator json, String name, long millis) {
    if (millis == Long.MIN_VALUE) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, time(millis));
    }
  }

  /** An object with the labels, the metric name left out. */
  public static void labels(JsonGenerator json, Labels labels) {
    json.writeStartObject();
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.name(i).equals(Labels.NAME)) {
        json.writeStringProperty(labels.name(i), labels.value(i));
      }
    }
    json.writeEndObject();
  }
}
