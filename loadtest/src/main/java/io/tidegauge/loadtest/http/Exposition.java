package io.tidegauge.loadtest.http;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;

/** Reads Prometheus' text exposition format. */
public final class Exposition {

  private Exposition() {}

  /** The sum over the samples that have that name and, among others, those labels. */
  public static OptionalDouble sum(String text, String metric, Map<String, String> labels) {
    double[] values =
        text.lines()
            .filter(line -> matches(line, metric, labels))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Arrays.stream(values).sum());
  }

  private static boolean matches(String line, String metric, Map<String, String> labels) {
    if (!line.startsWith(metric) || line.length() == metric.length()) {
      return false;
    }
    char next = line.charAt(metric.length());
    return (next == ' ' || next == '{')
        && labels.entrySet().stream()
            .allMatch(label -> line.contains(label.getKey() + "=\"" + label.getValue() + "\""));
  }
}
