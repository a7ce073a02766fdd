package io.tidegauge.acceptance;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** The values of one window, as the query API gave them. */
record Point(
    long start, long count, double sum, double min, double max, double increase, boolean isFinal) {

  static Point of(JsonNode json) {
    return new Point(
        Instant.parse(json.get("start").asString()).toEpochMilli(),
        json.get("count").asLong(),
        number(json.get("sum")),
        number(json.get("min")),
        number(json.get("max")),
        number(json.get("increase")),
        json.get("final").asBoolean());
  }

  private static double number(JsonNode json) {
    if (json == null || json.isNull()) {
      return Double.NaN;
    }
    return switch (json.asString()) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(json.asString());
    };
  }
}
