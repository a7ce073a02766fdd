package io.tidegauge.cli.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the API's JSON, tolerantly: what is absent or null, because the service is older or does
 * not know it, is NaN, null or empty. Stateless.
 */
public final class Json {

  static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /** What stands for an answer that there is not. */
  public static JsonNode nothing() {
    return MissingNode.getInstance();
  }

  /** Reads a text of JSON. */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** A number, also one that JSON cannot hold: "NaN", "+Inf", "-Inf". */
  public static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asString("")) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  /** A text; empty where there is none. */
  public static String text(JsonNode node) {
    return node.isString() || node.isNumber() || node.isBoolean() ? node.asString() : "";
  }

  /** A time in RFC 3339. */
  public static @Nullable Instant time(JsonNode node) {
    try {
      return node.isString() ? Instant.parse(node.stringValue()) : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** The texts of an array. */
  public static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(text(element)));
    return texts;
  }

  /** A series as people write it, such as {@code load1{host="web-1"}}. */
  public static String series(String metric, JsonNode labels) {
    StringBuilder text = new StringBuilder(metric);
    char before = '{';
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      text.append(before)
          .append(label.getKey())
          .append("=\"")
          .append(text(label.getValue()))
          .append('"');
      before = ',';
    }
    return before == '{' ? text.toString() : text.append('}').toString();
  }
}
