package io.tidegauge.contract.series;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a series, {@code __name__} among them, sorted by the bytes of their names
 * (Prometheus' data model). Immutable; for cold paths, hot paths work on symbols.
 */
public final class Labels {

  /** The label that holds the metric name. */
  public static final String NAME = "__name__";

  private final String[] pairs;

  private Labels(String[] pairs) {
    this.pairs = pairs;
  }

  /**
   * The labels of a map; entries with an empty value are left out, as the data model says they do
   * not exist.
   */
  public static Labels of(Map<String, String> map) {
    TreeMap<String, String> sorted = new TreeMap<>(Labels::compareBytes);
    map.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            sorted.put(name, value);
          }
        });
    String[] pairs = new String[sorted.size() * 2];
    int i = 0;
    for (Map.Entry<String, String> entry : sorted.entrySet()) {
      pairs[i++] = entry.getKey();
      pairs[i++] = entry.getValue();
    }
    return new Labels(pairs);
  }

  /**
   * The labels of alternating names and values. Where these are sorted already, as all are that we
   * write, they are taken as they are.
   *
   * @param pairs the labels' own from now on
   */
  public static Labels ofPairs(String[] pairs) {
    if (isSorted(pairs)) {
      return new Labels(pairs);
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return of(map);
  }

  private static boolean isSorted(String[] pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1].isEmpty() || (i > 0 && compareBytes(pairs[i - 2], pairs[i]) >= 0)) {
        return false;
      }
    }
    return true;
  }

  /** The labels of a metric name and alternating names and values. */
  public static Labels of(String metric, String... namesAndValues) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(NAME, metric);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return of(map);
  }

  /** The same with other string objects: {@code same} gives one that is equal for each. */
  public Labels with(UnaryOperator<String> same) {
    String[] other = new String[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      other[i] = same.apply(pairs[i]);
    }
    return new Labels(other);
  }

  /** How many there are. */
  public int size() {
    return pairs.length / 2;
  }

  /** The i-th name. */
  public String name(int i) {
    return pairs[2 * i];
  }

  /** The i-th value. */
  public String value(int i) {
    return pairs[2 * i + 1];
  }

  /** The value of a label; null where there is none. */
  public @Nullable String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /** The metric name; empty where there is none. */
  public String metric() {
    String metric = get(NAME);
    return metric == null ? "" : metric;
  }

  /** All labels as a map in their order, {@code __name__} included. */
  public Map<String, String> toMap() {
    Map<String, String> map = LinkedHashMap.newLinkedHashMap(size());
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** Compares as UTF-8 bytes, unsigned: code-point order. */
  public static int compareBytes(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char mine = a.charAt(i);
      char its = b.charAt(i);
      if (mine != its) {
        return Integer.compare(codePointOrder(mine), codePointOrder(its));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates are of code points above those of all other chars. */
  private static int codePointOrder(char c) {
    return Character.isSurrogate(c) ? c + Character.MIN_SUPPLEMENTARY_CODE_POINT : c;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Labels labels && Arrays.equals(pairs, labels.pairs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pairs);
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
