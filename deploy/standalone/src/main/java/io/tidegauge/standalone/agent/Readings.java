package io.tidegauge.standalone.agent;

import io.tidegauge.contract.series.MetricKind;
import java.util.Map;

/** Takes what a source has read. */
@FunctionalInterface
interface Readings {
  /**
   * One value, read now.
   *
   * @param metric the metric's name, as Prometheus' node_exporter calls it
   * @param labels without the name, and without instance and job
   */
  void add(String metric, MetricKind kind, Map<String, String> labels, double value);

  /** A value that goes up and down. */
  default void gauge(String metric, Map<String, String> labels, double value) {
    add(metric, MetricKind.GAUGE, labels, value);
  }

  /** A sum that only grows. */
  default void counter(String metric, Map<String, String> labels, double value) {
    add(metric, MetricKind.COUNTER, labels, value);
  }
}
