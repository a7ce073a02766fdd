package io.tidegauge.acceptance;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Asks the query API for rollups. */
final class Rollups {

  private final URI query;

  Rollups(URI query) {
    this.query = query;
  }

  /**
   * Per labels (the metric name left out) and window start the values. Times in ms, {@code to}
   * exclusive.
   */
  Map<Map<String, String>, TreeMap<Long, Point>> of(
      String metric, String window, long from, long to) {
    JsonNode answer =
        Http.getJson(
            query,
            "/api/v1/rollups",
            Map.of(
                "metric",
                metric,
                "window",
                window,
                "from",
                Long.toString(from),
                "to",
                Long.toString(to)));
    Map<Map<String, String>, TreeMap<Long, Point>> series = new HashMap<>();
    for (JsonNode one : answer.get("series")) {
      Map<String, String> labels = new HashMap<>();
      one.get("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asString()));
      labels.remove("__name__");
      TreeMap<Long, Point> points = new TreeMap<>();
      one.get("points")
          .forEach(
              json -> {
                Point point = Point.of(json);
                points.put(point.start(), point);
              });
      series.put(labels, points);
    }
    return series;
  }
}
