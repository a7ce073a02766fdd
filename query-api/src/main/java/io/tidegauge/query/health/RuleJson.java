package io.tidegauge.query.health;

import io.tidegauge.query.json.Json;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import io.tidegauge.query.web.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules as JSON. Stateless. */
final class RuleJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> PROPERTIES =
      Set.of(
          "id",
          "name",
          "signal",
          "metric",
          "match",
          "compare",
          "warning",
          "critical",
          "forSeconds",
          "enabled");
  private static final String ADVICE =
      "; write {\"name\": \"CPU busy\", \"signal\": \"cpu\", \"compare\": \"above\","
          + " \"warning\": 0.9, \"critical\": 0.97, \"forSeconds\": 60}";

  private RuleJson() {}

  /** Reads the body of a PUT; an id in it must be the path's. */
  static Rule parse(String id, byte[] body) {
    try {
      JsonNode root = MAPPER.readTree(body);
      if (root == null || !root.isObject()) {
        throw new IllegalArgumentException("This is not an object");
      }
      return rule(id, root);
    } catch (JacksonException e) {
      throw new ProblemException(ProblemType.INVALID_BODY, "This is not JSON" + ADVICE, e);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.INVALID_BODY, e.getMessage() + ADVICE, e);
    }
  }

  private static Rule rule(String id, JsonNode root) {
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (!PROPERTIES.contains(property.getKey())) {
        throw new IllegalArgumentException("There is no property '" + property.getKey() + "'");
      }
    }
    if (!text(root, "id", id).equals(id)) {
      throw new IllegalArgumentException("id is not that of the address, leave it out");
    }
    return new Rule(
        id,
        text(root, "name", id),
        Rule.word(Rule.Signal.class, "signal", text(root, "signal", "")),
        text(root, "metric", ""),
        matchers(root.path("match")),
        Rule.word(Rule.Compare.class, "compare", text(root, "compare", "above")),
        limit(root, "warning"),
        limit(root, "critical"),
        seconds(root.path("forSeconds")),
        flag(root.path("enabled")));
  }

  private static String text(JsonNode root, String name, String absent) {
    JsonNode value = root.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return absent;
    }
    if (!value.isString()) {
      throw new IllegalArgumentException(name + " must be a string");
    }
    return value.asString();
  }

  private static List<Matcher> matchers(JsonNode match) {
    List<Matcher> matchers = new ArrayList<>();
    if (match.isMissingNode() || match.isNull()) {
      return matchers;
    }
    if (!match.isArray()) {
      throw new IllegalArgumentException("match must be an array of label:value");
    }
    for (JsonNode element : match) {
      if (!element.isString()) {
        throw new IllegalArgumentException("match must be an array of label:value");
      }
      matchers.add(Matcher.parse(element.asString()));
    }
    return matchers;
  }

  private static @Nullable Double limit(JsonNode root, String name) {
    JsonNode value = root.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException(name + " must be a number or null");
    }
    return value.asDouble();
  }

  private static int seconds(JsonNode value) {
    if (value.isMissingNode()) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new IllegalArgumentException("forSeconds must be a whole number of seconds");
    }
    return value.asInt();
  }

  private static boolean flag(JsonNode value) {
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw new IllegalArgumentException("enabled must be true or false");
    }
    return value.asBoolean(true);
  }

  static byte[] bytes(Rule rule) {
    return Json.bytes(json -> write(json, rule));
  }

  static byte[] bytes(List<Rule> rules) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("rules");
          rules.forEach(rule -> write(json, rule));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Rule rule) {
    json.writeStartObject()
        .writeStringProperty("id", rule.id())
        .writeStringProperty("name", rule.name())
        .writeStringProperty("signal", rule.signal().label());
    if (rule.metric().isEmpty()) {
      json.writeNullProperty("metric");
    } else {
      json.writeStringProperty("metric", rule.metric());
    }
    json.writeArrayPropertyStart("match");
    rule.match().forEach(matcher -> json.writeString(matcher.label() + ":" + matcher.value()));
    json.writeEndArray();
    json.writeStringProperty("compare", rule.compare().label());
    limit(json, "warning", rule.warning());
    limit(json, "critical", rule.critical());
    json.writeNumberProperty("forSeconds", rule.forSeconds())
        .writeBooleanProperty("enabled", rule.enabled())
        .writeEndObject();
  }

  private static void limit(JsonGenerator json, String name, @Nullable Double limit) {
    if (limit == null) {
      json.writeNullProperty(name);
    } else {
      json.writeName(name);
      Json.number(json, limit);
    }
  }
}
