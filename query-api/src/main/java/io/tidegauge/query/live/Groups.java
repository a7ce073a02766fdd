package io.tidegauge.query.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Groups values by a key, and puts only so many groups together. */
final class Groups {

  private Groups() {}

  /**
   * The groups in parts, in the order in which their keys come first; none where there are no
   * values.
   *
   * @param most groups in one part
   */
  static <K, V> Deque<Map<K, List<V>>> of(List<V> values, Function<V, K> key, int most) {
    Map<K, List<V>> groups = new LinkedHashMap<>();
    for (V value : values) {
      groups.computeIfAbsent(key.apply(value), its -> new ArrayList<>()).add(value);
    }
    Deque<Map<K, List<V>>> parts = new ArrayDeque<>();
    groups.forEach(
        (its, group) -> {
          if (parts.isEmpty() || parts.getLast().size() == most) {
            parts.add(new LinkedHashMap<>());
          }
          parts.getLast().put(its, group);
        });
    return parts;
  }
}
