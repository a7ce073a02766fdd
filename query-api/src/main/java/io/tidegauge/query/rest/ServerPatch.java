package io.tidegauge.query.rest;

import io.tidegauge.query.metadata.ServerStore;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a PATCH of a server. Stateless. */
final class ServerPatch {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> PROPERTIES = Set.of("environment", "role", "location");
  private static final int LONGEST = 200;

  private ServerPatch() {}

  static ServerStore.Change parse(byte[] body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new ProblemException(ProblemType.INVALID_BODY, advice("This is not JSON"), e);
    }
    if (root == null || !root.isObject() || root.isEmpty()) {
      throw invalid("This is not an object with something to change");
    }
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (!PROPERTIES.contains(property.getKey())) {
        throw invalid("'" + property.getKey() + "' cannot be changed");
      }
      if (!property.getValue().isString()
          || property.getValue().asString().length() > LONGEST
          || property.getValue().asString().chars().anyMatch(Character::isISOControl)) {
        throw invalid(
            property.getKey() + " must be one line of " + LONGEST + " characters at the most");
      }
    }
    return new ServerStore.Change(
        text(root, "environment"), text(root, "role"), text(root, "location"));
  }

  private static Optional<String> text(JsonNode root, String name) {
    return root.has(name) ? Optional.of(root.path(name).asString("")) : Optional.empty();
  }

  private static ProblemException invalid(String what) {
    return new ProblemException(ProblemType.INVALID_BODY, advice(what));
  }

  private static String advice(String what) {
    return what
        + "; write {\"environment\": \"production\", \"role\": \"db\", \"location\": \"fra\"}";
  }
}
