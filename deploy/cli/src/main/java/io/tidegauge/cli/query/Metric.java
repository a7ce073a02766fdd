package io.tidegauge.cli.query;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.api.Api;
import io.tidegauge.cli.api.Call;
import io.tidegauge.cli.api.Json;
import io.tidegauge.cli.terminal.Unit;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A metric of the catalogue.
 *
 * @param kind gauge, counter or observation; empty where it is not known
 * @param series how many
 */
record Metric(String name, String kind, String unit, double series) {

  static Metric of(JsonNode json) {
    return new Metric(
        Json.text(json.path("name")),
        Json.text(json.path("kind")),
        Json.text(json.path("unit")),
        Json.number(json.path("series")));
  }

  /** All whose names begin so. */
  static List<Metric> all(Api api, String prefix) {
    return api.json(Call.to("metrics").with("prefix", prefix))
        .path("metrics")
        .valueStream()
        .map(Metric::of)
        .toList();
  }

  /** One by its name; without history its name has to do. */
  static Metric find(Api api, String name) {
    Metric unknown = new Metric(name, "", "", Double.NaN);
    try {
      return all(api, name).stream()
          .filter(metric -> metric.name().equals(name))
          .findFirst()
          .orElse(unknown);
    } catch (CommandFailedException e) {
      return unknown;
    }
  }

  /** What is asked for of it where nothing else is: a counter's value is how fast it rises. */
  List<String> measures() {
    return switch (kind) {
      case "counter" -> List.of("rate");
      case "observation" -> List.of("avg", "p95");
      default -> kind.isEmpty() && name.endsWith("_total") ? List.of("rate") : List.of("avg");
    };
  }

  /** The unit of one of its measures. */
  Unit unit(String measure) {
    return measure.equals("count") ? Unit.NONE : Unit.of(name, unit);
  }
}
