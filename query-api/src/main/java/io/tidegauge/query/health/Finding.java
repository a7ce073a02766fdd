package io.tidegauge.query.health;

import io.tidegauge.query.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a rule says of a server.
 *
 * @param rule its id
 * @param level how bad it is
 * @param value the newest
 * @param limit the one that the value is or was lately over
 * @param since when it went over, ms since the epoch
 */
public record Finding(String rule, Level level, double value, double limit, long since) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Writes a property with findings. */
  public static void write(JsonGenerator json, List<Finding> findings) {
    json.writeArrayPropertyStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject()
          .writeStringProperty("rule", finding.rule)
          .writeStringProperty("level", finding.level.label());
      json.writeName("value");
      Json.number(json, finding.value);
      json.writeName("limit");
      Json.number(json, finding.limit);
      Json.time(json, "since", finding.since);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** An array, as it is stored. */
  static String text(List<Finding> findings) {
    byte[] object =
        Json.bytes(
            json -> {
              json.writeStartObject();
              write(json, findings);
              json.writeEndObject();
            });
    return MAPPER.readTree(object).path("findings").toString();
  }

  /** Reads what was stored. */
  static List<Finding> read(String text) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode node : MAPPER.readTree(text)) {
      findings.add(
          new Finding(
              node.path("rule").asString(),
              Level.of(node.path("level").asString()),
              node.path("value").asDouble(Double.NaN),
              node.path("limit").asDouble(Double.NaN),
              Instant.parse(node.path("since").asString()).toEpochMilli()));
    }
    return findings;
  }
}
