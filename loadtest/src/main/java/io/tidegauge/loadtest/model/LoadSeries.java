package io.tidegauge.loadtest.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A series of a load.
 *
 * @param metric the metric name
 * @param labels all other labels, sorted
 * @param kind how the values are read
 */
public record LoadSeries(String metric, SortedMap<String, String> labels, Kind kind) {

  /** Copies the labels. */
  public LoadSeries {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  @Override
  public String toString() {
    return metric + labels;
  }
}
