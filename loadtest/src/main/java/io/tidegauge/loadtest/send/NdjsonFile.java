package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lines such as {@code {"metric":"load1","labels":{"host":"a"},"ts":1767225600000,"value":0.5}};
 * {@code ts} may be a text as well, and {@code kind} may be there.
 */
final class NdjsonFile {

  private static final JsonMapper JSON = new JsonMapper();

  private NdjsonFile() {}

  static List<LoadSample> parse(
      String name, List<String> lines, String metric, Map<String, String> labels, Kind kind) {
    List<LoadSample> samples = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        samples.add(sample(lines.get(i), name + ", line " + (i + 1), metric, labels, kind));
      }
    }
    return samples;
  }

  private static LoadSample sample(
      String line, String where, String metric, Map<String, String> labels, Kind kind) {
    JsonNode json = json(line, where);
    TreeMap<String, String> all = new TreeMap<>(labels);
    json.path("labels").properties().forEach(e -> all.put(e.getKey(), e.getValue().asString()));
    String name = json.path("metric").asString(metric);
    if (name.isEmpty()) {
      throw new InputException(where + ": no 'metric'; add it, or give --metric");
    }
    if (!json.has("ts")) {
      throw new InputException(where + ": no 'ts'; add it, in milliseconds since 1970");
    }
    LoadSeries series = new LoadSeries(name, all, kind(json, where, kind));
    return new LoadSample(
        series, Timestamps.parse(json.path("ts").asString(), where), value(json, where));
  }

  private static JsonNode json(String line, String where) {
    try {
      JsonNode json = JSON.readTree(line);
      if (!json.isObject()) {
        throw new InputException(where + ": is no JSON object");
      }
      return json;
    } catch (JacksonException e) {
      throw new InputException(where + ": is no JSON: " + e.getOriginalMessage());
    }
  }

  private static Kind kind(JsonNode json, String where, Kind otherwise) {
    String kind = json.path("kind").asString(otherwise.label());
    try {
      return Kind.valueOf(kind.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          where + ": kind '" + kind + "' is none of gauge, counter, observation");
    }
  }

  private static double value(JsonNode json, String where) {
    JsonNode value = json.path("value");
    if (value.isNumber()) {
      return value.asDouble();
    }
    return switch (value.asString("")) {
      case "NaN" -> Double.NaN;
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default ->
          throw new InputException(
              where + ": 'value' must be a number, \"NaN\", \"+Inf\" or \"-Inf\"");
    };
  }
}
