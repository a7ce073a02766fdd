package io.tidegauge.query.rest;

import io.tidegauge.query.columnar.ArrowStream;
import io.tidegauge.query.columnar.BatchEnd;
import io.tidegauge.query.columnar.ParquetRows;
import io.tidegauge.query.columnar.Row;
import io.tidegauge.query.columnar.Table;
import io.tidegauge.query.json.Json;
import io.tidegauge.query.json.Measure;
import io.tidegauge.query.json.Point;
import io.tidegauge.query.json.Times;
import io.tidegauge.query.store.RollupRange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/**
 * Writes lines as bytes, line by line as they come. What goes before the first line is told apart,
 * because it changes while the lines of a closed range do not. Of one answer; not thread-safe.
 */
final class LineWriter {

  private static final int TYPICAL = 2 << 10;

  private final RollupQuery query;
  private final long watermark;
  private final Times times;

  /** Whether a line went before. */
  private boolean following;

  LineWriter(RollupQuery query, long watermark) {
    this.query = query;
    this.watermark = watermark;
    this.times = new Times(query.range().window());
  }

  /** What goes before the lines. */
  byte[] head(Format format) {
    return switch (format) {
      case JSON -> jsonHead();
      case ARROW -> new ArrowStream(table()).schema();
      case NDJSON, CSV, PARQUET -> new byte[0];
    };
  }

  private byte[] jsonHead() {
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

  /** The lines, and what goes after them. To be subscribed to once. */
  Flux<byte[]> body(Format format, Flux<Line> lines) {
    return switch (format) {
      case JSON -> lines.map(this::json).concatWithValues(utf8("]}"));
      case NDJSON -> lines.map(this::ndjson);
      case CSV -> new CsvWriter(query, watermark).write(lines);
      case ARROW -> arrow(batches(lines));
      case PARQUET -> parquet(batches(lines));
    };
  }

  private Table table() {
    RollupRange range = query.range();
    return new Table(range.metric(), range.window().label(), query.measures(), watermark);
  }

  /** Rows, so many at once as a batch may have; a line's are made as they are wanted. */
  private static Flux<List<Row>> batches(Flux<Line> lines) {
    return lines.concatMapIterable(Line::rows, 1).bufferUntil(new BatchEnd());
  }

  private Flux<byte[]> arrow(Flux<List<Row>> batches) {
    ArrowStream arrow = new ArrowStream(table());
    return batches.map(arrow::batch).concatWith(Mono.fromCallable(arrow::end));
  }

  private Flux<byte[]> parquet(Flux<List<Row>> batches) {
    ParquetRows parquet = new ParquetRows(table());
    return batches
        .map(parquet::batch)
        .concatWith(Mono.fromCallable(parquet::end))
        .filter(bytes -> bytes.length > 0);
  }

  private byte[] json(Line line) {
    List<Measure> measures = query.measures();
    ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL);
    if (following) {
      out.write(',');
    }
    following = true;
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      writeLabels(json, line.labels());
      json.writeArrayPropertyStart("points");
      for (Point point : line.points()) {
        json.writeStartObject();
        point.writeProperties(json, measures, watermark, times.text(point.start()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private byte[] ndjson(Line line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL);
    for (Point point : line.points()) {
      out.writeBytes(ndjson(line.labels(), point));
      out.write('\n');
    }
    return out.toByteArray();
  }

  private byte[] ndjson(Map<String, String> labels, Point point) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("metric", query.range().metric());
          writeLabels(json, labels);
          point.writeProperties(json, query.measures(), watermark, times.text(point.start()));
          json.writeEndObject();
        });
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
