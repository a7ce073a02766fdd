package io.tidegauge.processor.window;

import java.util.HashMap;
import java.util.Map;

/**
 * One string for those that are equal: the labels of a task's series say the same again and again.
 * Bounded: where too many different ones came, it begins anew. Not thread-safe.
 */
final class StringPool {

  private static final int LIMIT = 10_000;

  private final Map<String, String> strings = new HashMap<>();

  /** A string that is equal. */
  String share(String text) {
    String known = strings.putIfAbsent(text, text);
    if (known != null) {
      return known;
    }
    if (strings.size() > LIMIT) {
      strings.clear();
    }
    return text;
  }
}
