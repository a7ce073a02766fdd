package io.tidegauge.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegauge.contract.window.Window;
import java.util.DoubleSummaryStatistics;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the windows of one series must be, computed naively from its samples. */
final class Expected {

  private final Window window;
  private final TreeMap<Long, DoubleSummaryStatistics> windows = new TreeMap<>();

  /** The windows of samples (timestamp in ms to value), moved by {@code shift} ms. */
  Expected(Window window, TreeMap<Long, Double> samples, long shift) {
    this.window = window;
    samples.forEach(
        (time, value) ->
            windows
                .computeIfAbsent(window.start(time + shift), s -> new DoubleSummaryStatistics())
                .accept(value));
  }

  /**
   * Counts, minima and maxima exactly, sums within 1e-9 relative; the same windows, no more and no
   * fewer.
   */
  void assertEquals(String series, @Nullable TreeMap<Long, Point> points) {
    assertThat(points).as(series).isNotNull();
    requireNonNull(points);
    assertThat(points.keySet()).as(series + " " + window.label()).isEqualTo(windows.keySet());
    windows.forEach(
        (start, right) -> {
          Point point = requireNonNull(points.get(start));
          String what = series + " " + window.label() + " at " + start;
          assertThat(point.count()).as(what).isEqualTo(right.getCount());
          assertThat(point.min()).as(what).isEqualTo(right.getMin());
          assertThat(point.max()).as(what).isEqualTo(right.getMax());
          assertThat(point.sum())
              .as(what)
              .isCloseTo(right.getSum(), within(Math.abs(right.getSum()) * 1e-9));
        });
  }
}
