package io.tidegauge.query.rest;

import io.tidegauge.query.json.Json;
import io.tidegauge.query.json.Measure;
import io.tidegauge.query.json.Point;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import tools.jackson.core.JsonGenerator;

/**
 * Writes lines as bytes, line by line as they come. What goes before the first line is told apart,
 * because it changes while the lines of a closed range do not. Stateless.
 */
final class LineWriter {

  private final RollupQuery query;
  private final long watermark;

  LineWriter(RollupQuery query, long watermark) {
    this.query = query;
    this.watermark = watermark;
  }

  /** What goes before the lines. */
  byte[] head(Format format) {
    if (format != Format.JSON) {
      return new byte[0];
    }
    byte[] whole =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("metric", query.range().metric());
              json.writeStringProperty("window", query.range().window().label());
              Json.time(json, "watermark", watermark);
              json.writeArrayPropertyStart("series");
              json.writeEndArray();
              json.writeEndObject();
            });
    return java.util.Arrays.copyOf(whole, whole.length - 2);
  }

  /** The lines, and what goes after them. */
  Flux<byte[]> body(Format format, Flux<Line> lines) {
    return switch (format) {
      case JSON -> commas(lines.map(this::json)).concatWithValues(utf8("]}"));
      case NDJSON -> lines.map(this::ndjson);
      case CSV -> new CsvWriter(query, watermark).write(lines);
    };
  }

  private static Flux<byte[]> commas(Flux<byte[]> parts) {
    return parts
        .index()
        .map(
            part -> {
              byte[] bytes = part.getT2();
              if (part.getT1() == 0) {
                return bytes;
              }
              byte[] after = new byte[bytes.length + 1];
              after[0] = ',';
              System.arraycopy(bytes, 0, after, 1, bytes.length);
              return after;
            });
  }

  private byte[] json(Line line) {
    List<Measure> measures = query.measures();
    return Json.bytes(
        json -> {
          json.writeStartObject();
          writeLabels(json, line.labels());
          json.writeArrayPropertyStart("points");
          for (Point point : line.points()) {
            point.write(json, measures, watermark);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private byte[] ndjson(Line line) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    Function<Point, byte[]> write =
        point ->
            Json.bytes(
                json -> {
                  json.writeStartObject();
                  json.writeStringProperty("metric", query.range().metric());
                  writeLabels(json, line.labels());
                  point.writeProperties(json, query.measures(), watermark);
                  json.writeEndObject();
                });
    for (Point point : line.points()) {
      out.writeBytes(write.apply(point));
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static void writeLabels(JsonGenerator json, Map<String, String> labels) {
    json.writeObjectPropertyStart("labels");
    labels.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
