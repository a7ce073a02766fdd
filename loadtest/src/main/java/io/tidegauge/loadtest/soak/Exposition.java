package io.tidegauge.loadtest.soak;

import java.util.EnumMap;
import java.util.Map;

/** Reads the measures out of Prometheus' text exposition format. */
final class Exposition {

  private Exposition() {}

  /** Each measure that the text has: the sum over the samples with its name and labels. */
  static Map<Measure, Double> read(String text) {
    Map<Measure, Double> values = new EnumMap<>(Measure.class);
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              for (Measure measure : Measure.values()) {
                if (matches(line, measure)) {
                  double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                  values.merge(measure, value, Double::sum);
                }
              }
            });
    return values;
  }

  private static boolean matches(String line, Measure measure) {
    String name = measure.metric();
    if (!line.startsWith(name) || line.length() == name.length()) {
      return false;
    }
    char next = line.charAt(name.length());
    return (next == ' ' || next == '{')
        && measure.labels().stream()
            .allMatch(label -> line.contains(label.getKey() + "=\"" + label.getValue() + "\""));
  }
}
