package io.tidegauge.loadtest.chaos.cuts.client;

import io.tidegauge.loadtest.chaos.cuts.check.Frame;
import io.tidegauge.loadtest.chaos.cuts.check.Place;
import io.tidegauge.loadtest.chaos.cuts.check.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of the feed. Stateless. */
public final class Bodies {

  private static final JsonMapper JSON = new JsonMapper();

  private Bodies() {}

  static JsonNode json(String text) {
    return JSON.readTree(text);
  }

  /** The frame of an event. */
  static Frame frame(String event, JsonNode data) {
    return switch (event) {
      case "snapshot" -> new Frame(Frame.Kind.SNAPSHOT, place(data), entries(data));
      case "update" -> new Frame(Frame.Kind.UPDATE, place(data), entries(data));
      case "reset" -> new Frame(Frame.Kind.RESET, Optional.empty(), List.of());
      default -> new Frame(Frame.Kind.BEAT, Optional.empty(), List.of());
    };
  }

  /** The position of a snapshot or an update. */
  public static Optional<Place> place(JsonNode data) {
    return Optional.of(Place.parse(data.path("position").asString()));
  }

  /** The series of a snapshot or an update. */
  public static List<Frame.Entry> entries(JsonNode data) {
    List<Frame.Entry> entries = new ArrayList<>();
    for (JsonNode series : data.path("series")) {
      entries.add(new Frame.Entry(series.path("id").asString(), shown(series)));
    }
    return entries;
  }

  private static Shown shown(JsonNode series) {
    if (series.path("ended").asBoolean()) {
      return Shown.ENDED;
    }
    JsonNode window = series.path("windows").path("5m");
    boolean known = window.has("start");
    return new Shown(
        false,
        Instant.parse(series.path("timestamp").asString()).toEpochMilli(),
        series.path("value").asDouble(),
        known ? Instant.parse(window.path("start").asString()).toEpochMilli() : 0,
        known ? window.path("count").asLong() : 0,
        known ? window.path("sum").asDouble() : 0);
  }
}
