package io.tidegauge.ingest.http.remotewrite;

import java.util.Arrays;

/** A growing list of doubles without boxes. Not thread-safe. */
final class DoubleList {

  private double[] values = new double[32];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  double get(int index) {
    return values[index];
  }

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }
}
