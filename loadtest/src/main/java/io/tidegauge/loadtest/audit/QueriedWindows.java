package io.tidegauge.loadtest.audit;

import io.tidegauge.loadtest.http.Answer;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The windows that the query API answers with. */
final class QueriedWindows {

  private static final JsonMapper JSON = new JsonMapper();

  private QueriedWindows() {}

  /** By the labels of the series, then by the start of the window: the window's values. */
  static Map<TreeMap<String, String>, Map<Long, JsonNode>> of(
      HttpCalls query, String metric, String host, String window, long from, long to) {
    String path =
        "/api/v1/rollups?metric=%s&window=%s&from=%d&to=%d&match=host:%s"
            .formatted(metric, window, from, to, host);
    Answer answer = Objects.requireNonNull(query.get(path).block());
    if (!answer.isSuccess()) {
      throw new CallException(query.uri(path) + " answers " + answer.describe());
    }
    Map<TreeMap<String, String>, Map<Long, JsonNode>> all = new HashMap<>();
    for (JsonNode series : JSON.readTree(answer.body()).path("series")) {
      TreeMap<String, String> labels = new TreeMap<>();
      series
          .path("labels")
          .properties()
          .forEach(e -> labels.put(e.getKey(), e.getValue().asString()));
      Map<Long, JsonNode> points = new HashMap<>();
      for (JsonNode point : series.path("points")) {
        points.put(Instant.parse(point.path("start").asString()).toEpochMilli(), point);
      }
      labels.remove("__name__");
      all.put(labels, points);
    }
    return all;
  }

  /** A number; NaN and the infinities are texts in JSON. */
  static double number(JsonNode point, String field) {
    JsonNode value = point.path(field);
    if (value.isNumber()) {
      return value.asDouble();
    }
    return switch (value.asString("")) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }
}
