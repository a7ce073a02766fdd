package io.tidegauge.query.live;

import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client says over a WebSocket.
 *
 * @param subscribes whether it subscribes; else it unsubscribes
 * @param id the client's name of the subscription
 * @param parameters the same as in the URL of the SSE feed
 */
record SocketOperation(boolean subscribes, String id, Map<String, List<String>> parameters) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String ADVICE =
      "; write {\"op\": \"subscribe\", \"id\": \"a\", \"metric\": \"node_load1\"} or"
          + " {\"op\": \"unsubscribe\", \"id\": \"a\"}";

  /** The message as JSON. */
  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new ProblemException(ProblemType.INVALID_BODY, "This is not JSON" + ADVICE, e);
    }
  }

  /** The subscription that a message is about, empty where it does not say. */
  static String idOf(JsonNode root) {
    return root.path("id").asString("");
  }

  static SocketOperation of(JsonNode root) {
    if (!root.isObject()) {
      throw invalid("This is not an object");
    }
    String operation = root.path("op").asString("");
    String id = idOf(root);
    if (id.isEmpty() || id.length() > 64) {
      throw invalid("id must have 1 to 64 characters");
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      String name = property.getKey();
      if (LiveRequests.SUBSCRIPTION.contains(name)) {
        parameters.put(name, strings(name, property.getValue()));
      } else if (!name.equals("op") && !name.equals("id")) {
        throw invalid("There is no property '" + name + "'");
      }
    }
    return switch (operation) {
      case "subscribe" -> new SocketOperation(true, id, parameters);
      case "unsubscribe" -> new SocketOperation(false, id, parameters);
      default -> throw invalid("op is '" + operation + "'");
    };
  }

  private static List<String> strings(String name, JsonNode value) {
    List<String> strings = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(element -> strings.add(scalar(name, element)));
    } else {
      strings.add(scalar(name, value));
    }
    return strings;
  }

  private static String scalar(String name, JsonNode value) {
    if (!value.isString() && !value.isNumber()) {
      throw invalid(name + " must be a string, a number or an array of strings");
    }
    return value.asString();
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID_BODY, detail + ADVICE);
  }
}
