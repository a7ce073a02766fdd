package io.tidegauge.loadtest.trials.gateway;

import java.util.Map;
import java.util.TreeMap;

/**
 * A text in Prometheus' exposition format.
 *
 * @param text as it was answered
 */
public record Metrics(String text) {

  /** The sum of the samples of a name that have all these label parts, such as {@code id="x"}. */
  public double sum(String name, String... labels) {
    return text.lines()
        .filter(line -> isOf(line, name))
        .filter(
            line -> {
              boolean all = true;
              for (String label : labels) {
                all &= line.contains(label);
              }
              return all;
            })
        .mapToDouble(Metrics::value)
        .sum();
  }

  /** The sums of a name by the value of one of its labels. */
  public Map<String, Double> by(String name, String label) {
    Map<String, Double> sums = new TreeMap<>();
    text.lines()
        .filter(line -> isOf(line, name))
        .forEach(
            line -> {
              int start = line.indexOf(label + "=\"");
              if (start >= 0) {
                int from = start + label.length() + 2;
                sums.merge(line.substring(from, line.indexOf('"', from)), value(line), Double::sum);
              }
            });
    return sums;
  }

  private static boolean isOf(String line, String name) {
    return line.startsWith(name + "{") || line.startsWith(name + " ");
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
