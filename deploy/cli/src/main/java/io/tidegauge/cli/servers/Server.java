package io.tidegauge.cli.servers;

import io.tidegauge.cli.api.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server as the API has it; what it does not have is empty, NaN or null.
 *
 * @param word the state's own word, should it be one that is not known here
 * @param cpu share of 1
 * @param memory share of 1
 * @param disk share of 1, of the fullest file system
 * @param load1 load average of a minute
 * @param json as the API has it
 */
record Server(
    String id,
    ServerState state,
    String word,
    @Nullable Instant stateSince,
    @Nullable Instant lastSeen,
    double series,
    double cpu,
    double memory,
    double disk,
    double load1,
    String environment,
    String role,
    String location,
    String owner,
    List<String> tags,
    List<Finding> findings,
    List<String> metrics,
    JsonNode json) {

  /**
   * A rule that a server breaks.
   *
   * @param rule its id
   * @param level warning or critical
   */
  record Finding(String rule, String level, double value, double limit, @Nullable Instant since) {

    static List<Finding> of(JsonNode findings) {
      return findings
          .valueStream()
          .map(
              json ->
                  new Finding(
                      Json.text(json.path("rule")),
                      Json.text(json.path("level")),
                      Json.number(json.path("value")),
                      Json.number(json.path("limit")),
                      Json.time(json.path("since"))))
          .toList();
    }
  }

  static Server of(JsonNode json) {
    String word = Json.text(json.path("state"));
    JsonNode values = json.path("values");
    return new Server(
        Json.text(json.path("id")),
        ServerState.of(word),
        word,
        Json.time(json.path("stateSince")),
        Json.time(json.path("lastSeen")),
        Json.number(json.path("series")),
        Json.number(values.path("cpu")),
        Json.number(values.path("memory")),
        Json.number(values.path("disk")),
        Json.number(values.path("load1")),
        Json.text(json.path("environment")),
        Json.text(json.path("role")),
        Json.text(json.path("location")),
        Json.text(json.path("owner")),
        Json.texts(json.path("tags")),
        Finding.of(json.path("findings")),
        Json.texts(json.path("metrics")),
        json);
  }
}
