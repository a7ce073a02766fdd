package io.tidegauge.cli.query;

import io.tidegauge.cli.api.Json;
import io.tidegauge.cli.terminal.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A rollups answer.
 *
 * @param watermark up to when it is complete; null where that is not known
 */
record Answer(@Nullable Instant watermark, List<Series> series) {

  /**
   * A series, or several merged.
   *
   * @param name with its labels, made clean
   * @param points in time order
   */
  record Series(String name, List<Point> points) {

    /** A measure of all windows, NaN where a window has none. */
    double[] values(String measure) {
      return points.stream().mapToDouble(point -> point.value(measure)).toArray();
    }
  }

  /**
   * A window.
   *
   * @param start null where the service wrote what cannot be read
   * @param isFinal whether only a revision changes it
   */
  record Point(@Nullable Instant start, boolean isFinal, Map<String, Double> values) {

    double value(String measure) {
      return values.getOrDefault(measure, Double.NaN);
    }
  }

  static Answer of(String metric, JsonNode json) {
    return new Answer(
        Json.time(json.path("watermark")),
        json.path("series").valueStream().map(series -> series(metric, series)).toList());
  }

  private static Series series(String metric, JsonNode json) {
    return new Series(
        Text.clean(Json.series(metric, json.path("labels"))),
        json.path("points").valueStream().map(Answer::point).toList());
  }

  private static Point point(JsonNode json) {
    Map<String, Double> values = new TreeMap<>();
    json.properties()
        .forEach(
            property -> {
              JsonNode value = property.getValue();
              if (!value.isBoolean() && !property.getKey().equals("start")) {
                values.put(property.getKey(), Json.number(value));
              }
            });
    return new Point(
        Json.time(json.path("start")), json.path("final").asBoolean(true), Map.copyOf(values));
  }
}
