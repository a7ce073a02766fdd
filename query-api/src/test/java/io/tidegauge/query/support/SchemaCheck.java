package io.tidegauge.query.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Compares JSON with a schema of an OpenAPI document, as far as ours go: references, types,
 * properties, required ones, further ones, items, enumerations and choices. A keyword that it does
 * not know is a difference, so that nothing goes unchecked.
 */
public final class SchemaCheck {

  private static final Set<String> KNOWN =
      Set.of(
          "$ref",
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "oneOf",
          "anyOf",
          "description",
          "format",
          "pattern",
          "example",
          "examples",
          "minimum",
          "maximum",
          "patternProperties");

  private final JsonNode document;

  /** A check with the references of a document. */
  public SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /** What differs, each with its place. */
  public List<String> differences(JsonNode schema, JsonNode value) {
    List<String> found = new ArrayList<>();
    check("$", schema, value, found);
    return found;
  }

  private void check(String at, JsonNode schema, JsonNode value, List<String> found) {
    if (schema.isBoolean()) {
      if (!schema.asBoolean()) {
        found.add(at + " is not described");
      }
      return;
    }
    if (!schema.isObject()) {
      found.add(at + " has no schema");
      return;
    }
    schema.propertyNames().stream()
        .filter(keyword -> !KNOWN.contains(keyword))
        .forEach(keyword -> found.add(at + ": the keyword " + keyword + " is not known here"));
    if (schema.has("$ref")) {
      check(at, document.at(schema.path("$ref").asString().substring(1)), value, found);
      return;
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)
          && schema
              .path(choice)
              .valueStream()
              .noneMatch(one -> differences(one, value).isEmpty())) {
        found.add(at + " is none of the choices: " + value);
      }
    }
    if (schema.has("type") && !hasType(schema.path("type"), value)) {
      found.add(at + " is no " + schema.path("type") + ": " + value);
    }
    if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
      found.add(at + " is none of " + schema.path("enum") + ": " + value);
    }
    schema
        .path("required")
        .valueStream()
        .map(JsonNode::asString)
        .filter(name -> !value.has(name))
        .forEach(name -> found.add(at + "." + name + " is missing"));
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              one -> {
                JsonNode known = known(schema, one.getKey());
                JsonNode further = schema.path("additionalProperties");
                String place = at + "." + one.getKey();
                if (known.isObject()) {
                  check(place, known, one.getValue(), found);
                } else if (!further.isMissingNode()) {
                  check(place, further, one.getValue(), found);
                } else if (schema.has("properties")) {
                  found.add(place + " is not described");
                }
              });
    }
    if (schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        check(at + "[" + i + "]", schema.path("items"), value.get(i), found);
      }
    }
  }

  private static JsonNode known(JsonNode schema, String name) {
    return schema.path("patternProperties").properties().stream()
        .filter(pattern -> name.matches(pattern.getKey()))
        .map(java.util.Map.Entry::getValue)
        .findFirst()
        .orElse(schema.path("properties").path(name));
  }

  private static boolean hasType(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      return type.valueStream().anyMatch(one -> hasType(one, value));
    }
    return switch (type.asString()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }
}
