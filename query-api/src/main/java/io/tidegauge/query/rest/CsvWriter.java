package io.tidegauge.query.rest;

import io.tidegauge.query.json.Json;
import io.tidegauge.query.json.Measure;
import io.tidegauge.query.json.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;

/**
 * CSV (RFC 4180) with a header: metric, the labels as one column of JSON, start, the numbers,
 * final. The labels are one column because series of one metric may have different ones. Stateless.
 */
final class CsvWriter {

  private final RollupQuery query;
  private final long watermark;

  CsvWriter(RollupQuery query, long watermark) {
    this.query = query;
    this.watermark = watermark;
  }

  Flux<byte[]> write(Flux<Line> lines) {
    List<String> columns = new ArrayList<>(List.of("metric", "labels", "start"));
    query.measures().forEach(measure -> columns.add(measure.name()));
    columns.add("final");
    byte[] header = LineWriter.utf8(String.join(",", columns) + "\r\n");
    // The header comes with the first line or at the end, so that an error comes before it.
    return lines
        .map(this::rows)
        .switchOnFirst((first, all) -> first.isOnError() ? all : all.startWith(header));
  }

  private byte[] rows(Line line) {
    String labels =
        new String(
            Json.bytes(
                json -> {
                  json.writeStartObject();
                  line.labels().forEach(json::writeStringProperty);
                  json.writeEndObject();
                }),
            java.nio.charset.StandardCharsets.UTF_8);
    String start = quoted(query.range().metric()) + "," + quoted(labels) + ",";
    return LineWriter.utf8(
        line.points().stream().map(point -> start + row(point)).collect(Collectors.joining()));
  }

  private String row(Point point) {
    StringBuilder row = new StringBuilder(Json.time(point.start()));
    for (Measure measure : query.measures()) {
      row.append(',');
      if (measure.appliesTo(point.aggregate())) {
        row.append(Json.text(measure.of(point, watermark)));
      }
    }
    return row.append(',').append(point.isFinal()).append("\r\n").toString();
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_:.]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
