package io.tidegauge.cli.tail;

import io.tidegauge.cli.api.Json;
import io.tidegauge.cli.terminal.Text;
import io.tidegauge.cli.terminal.Unit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A series as an event has it.
 *
 * @param name with its labels, made clean
 * @param unit of its values
 * @param isCounter whether its values only rise
 * @param time of the value; null where it is unknown
 * @param ended whether no more is to come
 * @param window the newest window's values; missing where there is none
 * @param json as the API has it
 */
record LiveSeries(
    String id,
    String name,
    Unit unit,
    boolean isCounter,
    @Nullable Instant time,
    double value,
    boolean ended,
    JsonNode window,
    JsonNode json) {

  static LiveSeries of(JsonNode json, String window) {
    String metric = Json.text(json.path("metric"));
    return new LiveSeries(
        Json.text(json.path("id")),
        Text.clean(Json.series(metric, json.path("labels"))),
        Unit.of(metric, Json.text(json.path("unit"))),
        Json.text(json.path("kind")).equals("counter"),
        Json.time(json.path("timestamp")),
        Json.number(json.path("value")),
        json.path("ended").asBoolean(false),
        json.path("windows").path(window),
        json);
  }
}
