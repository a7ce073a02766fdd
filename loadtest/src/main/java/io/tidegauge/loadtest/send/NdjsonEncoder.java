package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.model.LoadSample;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lines of the native stream: one JSON object a sample. */
final class NdjsonEncoder {

  private static final JsonMapper JSON = new JsonMapper();

  private NdjsonEncoder() {}

  /** One line with its line feed; what JSON has no number for is a string. */
  static String line(LoadSample sample) {
    ObjectNode line = JSON.createObjectNode();
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
    return JSON.writeValueAsString(line) + "\n";
  }
}
