package io.tidegauge.query.rest;

import io.tidegauge.query.metadata.ServerStore;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a PATCH of a server. Stateless. */
final class ServerPatch {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String TAGS = "tags";
  private static final Set<String> LINES = Set.of("environment", "role", "location", "owner");
  private static final int LONGEST = 200;
  private static final int MOST_TAGS = 32;
  private static final int LONGEST_TAG = 64;

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
      String name = property.getKey();
      if (!LINES.contains(name) && !name.equals(TAGS)) {
        throw invalid("'" + name + "' cannot be changed");
      }
      if (LINES.contains(name) && !isLine(property.getValue(), LONGEST)) {
        throw invalid(name + " must be one line of " + LONGEST + " characters at the most");
      }
    }
    return new ServerStore.Change(
        text(root, "environment"),
        text(root, "role"),
        text(root, "location"),
        text(root, "owner"),
        root.has(TAGS) ? Optional.of(tags(root.path(TAGS))) : Optional.empty());
  }

  private static boolean isLine(JsonNode value, int longest) {
    return value.isString()
        && value.asString().length() <= longest
        && value.asString().chars().noneMatch(Character::isISOControl);
  }

  private static Optional<String> text(JsonNode root, String name) {
    return root.has(name) ? Optional.of(root.path(name).asString("")) : Optional.empty();
  }

  /** In the order given, each once. */
  private static List<String> tags(JsonNode value) {
    Set<String> tags = new LinkedHashSet<>();
    if (!value.isArray() || value.size() > MOST_TAGS) {
      throw invalidTags();
    }
    for (JsonNode tag : value) {
      if (!isLine(tag, LONGEST_TAG) || tag.asString().isBlank()) {
        throw invalidTags();
      }
      tags.add(tag.asString().strip());
    }
    return List.copyOf(tags);
  }

  private static ProblemException invalidTags() {
    return invalid(
        "tags must be an array of at most "
            + MOST_TAGS
            + " tags, each 1 to "
            + LONGEST_TAG
            + " characters on one line");
  }

  private static ProblemException invalid(String what) {
    return new ProblemException(ProblemType.INVALID_BODY, advice(what));
  }

  private static String advice(String what) {
    return what
        + "; write {\"environment\": \"production\", \"role\": \"db\", \"location\": \"fra\","
        + " \"owner\": \"storage team\", \"tags\": [\"backup\"]}";
  }
}
