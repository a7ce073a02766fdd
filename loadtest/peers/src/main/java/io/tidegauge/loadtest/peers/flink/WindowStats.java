package io.tidegauge.loadtest.peers.flink;

import org.apache.flink.api.common.functions.AggregateFunction;

/** A window of a series; with public fields, as Flink serialises such classes itself. */
public final class WindowStats {

  /** The low half of the series' id. */
  public long series;

  /** How long the window is. */
  public int minutes;

  /** When it starts, ms since the epoch. */
  public long start;

  /** How many samples. */
  public long count;

  /** Of all values. */
  public double sum;

  /** The least value. */
  public double least = Double.POSITIVE_INFINITY;

  /** The largest value. */
  public double largest = Double.NEGATIVE_INFINITY;

  /** The value that came last. */
  public double last = Double.NaN;

  /** As Flink makes one. */
  public WindowStats() {}

  void add(double value) {
    count++;
    sum += value;
    least = Math.min(least, value);
    largest = Math.max(largest, value);
    last = value;
  }

  WindowStats merge(WindowStats later) {
    count += later.count;
    sum += later.sum;
    least = Math.min(least, later.least);
    largest = Math.max(largest, later.largest);
    last = later.last;
    return this;
  }

  /** The windows of a child's length that are in a longer one, in the order of time. */
  static final class RollUp implements AggregateFunction<WindowStats, WindowStats, WindowStats> {

    private static final long serialVersionUID = 1;

    @Override
    public WindowStats createAccumulator() {
      return new WindowStats();
    }

    @Override
    public WindowStats add(WindowStats child, WindowStats parent) {
      return parent.merge(child);
    }

    @Override
    public WindowStats getResult(WindowStats parent) {
      return parent;
    }

    @Override
    public WindowStats merge(WindowStats one, WindowStats other) {
      return one.merge(other);
    }
  }
}
