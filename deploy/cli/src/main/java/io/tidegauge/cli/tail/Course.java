package io.tidegauge.cli.tail;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What was seen of a series: its last values; of a counter its last rates. Not thread-safe. */
final class Course {

  static final int KEPT = 12;

  private final double[] drawn = new double[KEPT];
  private int count;
  private @Nullable Instant time;
  private double value = Double.NaN;
  private double rate = Double.NaN;

  /** Whether a series is as it was when it was last seen. */
  boolean isAt(LiveSeries series) {
    return time != null
        && time.equals(series.time())
        && Double.compare(value, series.value()) == 0
        && !series.ended();
  }

  /** Notes what is seen now. */
  void add(LiveSeries series) {
    rate = series.isCounter() ? rate(series) : Double.NaN;
    time = series.time();
    value = series.value();
    if (!series.isCounter()) {
      draw(value);
    } else if (!Double.isNaN(rate)) {
      draw(rate);
    }
  }

  /** Since what was seen before; of a counter that began anew, since then. */
  private double rate(LiveSeries series) {
    Instant now = series.time();
    if (time == null || now == null || !now.isAfter(time)) {
      return Double.NaN;
    }
    double increase = series.value() < value ? series.value() : series.value() - value;
    return increase / (Duration.between(time, now).toNanos() / 1e9);
  }

  private void draw(double next) {
    if (count == KEPT) {
      System.arraycopy(drawn, 1, drawn, 0, KEPT - 1);
      count--;
    }
    drawn[count++] = next;
  }

  /** Increase per second of a counter since it was seen before; NaN where it is not known. */
  double rate() {
    return rate;
  }

  /** What to draw, the oldest first. */
  double[] drawn() {
    return Arrays.copyOf(drawn, count);
  }
}
