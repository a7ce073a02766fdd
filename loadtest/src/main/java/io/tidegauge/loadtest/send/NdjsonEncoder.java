package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.model.LoadSample;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The lines of the native stream: one JSON object a batch. */
final class NdjsonEncoder {

  private static final JsonMapper JSON = new JsonMapper();

  private NdjsonEncoder() {}

  /** One line with its line feed. */
  static String line(List<LoadSample> batch) {
    ObjectNode line = JSON.createObjectNode();
    if (batch.size() == 1) {
      put(batch.getFirst(), line);
    } else {
      ArrayNode series = line.putArray("series");
      batch.forEach(sample -> put(sample, series.addObject()));
    }
    return JSON.writeValueAsString(line) + "\n";
  }

  /** What JSON has no number for is a string. */
  private static void put(LoadSample sample, ObjectNode line) {
    line.put("metric", sample.series().metric());
    ObjectNode labels = line.putObject("labels");
    sample.series().labels().forEach(labels::put);
    line.put("ts", sample.timestamp());
    double value = sample.value();
    if (Double.isNaN(value)) {
      line.put("value", "NaN");
    } else if (Double.isInfinite(value)) {
      line.put("value", value > 0 ? "+Inf" : "-Inf");
    } else {
      line.put("value", value);
    }
    line.put("kind", sample.series().kind().label());
  }
}
