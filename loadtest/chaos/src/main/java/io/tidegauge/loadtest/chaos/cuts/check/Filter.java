package io.tidegauge.loadtest.chaos.cuts.check;

import java.util.Map;

/**
 * What a client subscribes to.
 *
 * @param parameter of the feed: metric, match or server
 * @param value of the parameter
 * @param label that a series must have with that value
 * @param wanted its value
 */
public record Filter(String parameter, String value, String label, String wanted) {

  /** Series of a metric. */
  public static Filter ofMetric(String metric) {
    return new Filter("metric", metric, "__name__", metric);
  }

  /** Series of a server. */
  public static Filter ofServer(String server) {
    return new Filter("server", server, "host", server);
  }

  /** Series with a label. */
  public static Filter ofLabel(String label, String value) {
    return new Filter("match", label + ":" + value, label, value);
  }

  /** Whether a series is wanted. */
  boolean wants(Map<String, String> labels) {
    return wanted.equals(labels.get(label));
  }
}
