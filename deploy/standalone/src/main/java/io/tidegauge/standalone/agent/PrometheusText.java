package io.tidegauge.standalone.agent;

import io.tidegauge.contract.series.MetricKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads Prometheus' text format, version 0.0.4
 * (prometheus.io/docs/instrumenting/exposition_formats).
 */
final class PrometheusText {
  private final String line;
  private int at;

  private PrometheusText(String line) {
    this.line = line;
  }

  /** Hands each sample of a page on; the types of the page say which are counters. */
  static void parse(String page, Readings readings) throws IOException {
    Map<String, String> types = new HashMap<>();
    for (String line : page.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        types.put(words[2], words[3]);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        new PrometheusText(line).sample(types, readings);
      }
    }
  }

  private void sample(Map<String, String> types, Readings readings) throws IOException {
    int end = 0;
    while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ') {
      end++;
    }
    String metric = line.substring(0, end);
    at = end;
    Map<String, String> labels = new HashMap<>();
    if (at < line.length() && line.charAt(at) == '{') {
      at++;
      while (next() != '}') {
        label(labels);
      }
      at++;
    }
    String value = line.substring(at).strip().split(" ")[0];
    readings.add(metric, kind(metric, types), labels, number(value));
  }

  private char next() throws IOException {
    while (at < line.length() && (line.charAt(at) == ',' || line.charAt(at) == ' ')) {
      at++;
    }
    if (at >= line.length()) {
      throw new IOException("Not Prometheus' text format: " + line);
    }
    return line.charAt(at);
  }

  private void label(Map<String, String> labels) throws IOException {
    int equals = line.indexOf("=\"", at);
    if (equals < 0) {
      throw new IOException("Not Prometheus' text format: " + line);
    }
    String name = line.substring(at, equals);
    StringBuilder value = new StringBuilder();
    at = equals + 2;
    while (at < line.length() && line.charAt(at) != '"') {
      char c = line.charAt(at++);
      if (c == '\\' && at < line.length()) {
        char escaped = line.charAt(at++);
        value.append(escaped == 'n' ? '\n' : escaped);
      } else {
        value.append(c);
      }
    }
    at++;
    labels.put(name, value.toString());
  }

  private static MetricKind kind(String metric, Map<String, String> types) {
    if ("counter".equals(types.get(metric))) {
      return MetricKind.COUNTER;
    }
    for (String suffix : new String[] {"_count", "_sum", "_bucket"}) {
      if (metric.endsWith(suffix)) {
        String family = types.get(metric.substring(0, metric.length() - suffix.length()));
        if ("histogram".equals(family) || "summary".equals(family)) {
          return MetricKind.COUNTER;
        }
      }
    }
    return MetricKind.GAUGE;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
