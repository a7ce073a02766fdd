package io.tidegauge.loadtest.oracle;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps every sample that was sent and computes from them, naively, what each window must hold. It
 * shares no code with what it checks: no windows made of windows, no incremental sums, no sketch.
 * Not thread-safe.
 */
public final class Oracle {

  /** The lengths of the four windows, by the name that the query API gives them. */
  public static final Map<String, Duration> WINDOWS =
      Map.of(
          "5m", Duration.ofMinutes(5),
          "15m", Duration.ofMinutes(15),
          "1h", Duration.ofHours(1),
          "24h", Duration.ofHours(24));

  private final Map<LoadSeries, SampleColumn> samples = new HashMap<>();
  private final Map<WindowsOf, Computed> computed = new HashMap<>();

  private record WindowsOf(LoadSeries series, Duration window) {}

  private record Computed(int samples, SortedMap<Long, ExpectedWindow> windows) {}

  /**
   * Notes a sample that was accepted, in the order of arrival. A gauge or counter has one value a
   * timestamp, and the first one wins.
   */
  public void accept(LoadSample sample) {
    samples
        .computeIfAbsent(
            sample.series(), series -> new SampleColumn(series.kind() == Kind.OBSERVATION))
        .add(sample.timestamp(), sample.value());
  }

  /** The series of which there are samples. */
  public Set<LoadSeries> series() {
    return Collections.unmodifiableSet(samples.keySet());
  }

  /** How many samples count, NaN among them. */
  public long sampleCount() {
    return samples.values().stream().mapToLong(SampleColumn::size).sum();
  }

  /** How many samples of a series count. */
  public int sampleCount(LoadSeries series) {
    return column(series).size();
  }

  /** The samples of a series that count, by time: number {@code index}, from 0. */
  public LoadSample sample(LoadSeries series, int index) {
    SampleColumn column = column(series);
    return new LoadSample(series, column.timestamp(index), column.value(index));
  }

  /** The windows of a series that have samples, by their start. Kept until there are more. */
  public SortedMap<Long, ExpectedWindow> windows(LoadSeries series, Duration window) {
    WindowsOf key = new WindowsOf(series, window);
    Computed last = computed.get(key);
    int size = sampleCount(series);
    if (last == null || last.samples() != size) {
      last = new Computed(size, Collections.unmodifiableSortedMap(compute(series, window)));
      computed.put(key, last);
    }
    return last.windows();
  }

  private SortedMap<Long, ExpectedWindow> compute(LoadSeries series, Duration window) {
    long length = window.toMillis();
    SampleColumn all = column(series);
    TreeMap<Long, ExpectedWindow> windows = new TreeMap<>();
    int from = 0;
    while (from < all.size()) {
      long start = Math.floorDiv(all.timestamp(from), length) * length;
      int to = all.indexOf(start + length);
      windows.put(start, window(start, all.values(from, to), series.kind() == Kind.COUNTER));
      from = to;
    }
    return windows;
  }

  /**
   * Whether a value is one of those that a window's samples begin with, or else end with: of the
   * events of one timestamp any may have come first.
   */
  public boolean isAtEdge(
      LoadSeries series, long start, Duration window, boolean first, double value) {
    SampleColumn all = column(series);
    int from = all.indexOf(start);
    int to = all.indexOf(start + window.toMillis());
    if (from < to) {
      long edge = all.timestamp(first ? from : to - 1);
      for (int i = all.indexOf(edge); i < to && all.timestamp(i) == edge; i++) {
        if (all.value(i) == value) {
          return true;
        }
      }
    }
    return false;
  }

  private SampleColumn column(LoadSeries series) {
    return samples.getOrDefault(series, new SampleColumn(false));
  }

  private static ExpectedWindow window(long start, double[] inTime, boolean counter) {
    double[] values = Arrays.stream(inTime).filter(v -> !Double.isNaN(v)).toArray();
    int n = values.length;
    long nans = inTime.length - n;
    if (n == 0) {
      double none = Double.NaN;
      return new ExpectedWindow(start, 0, nans, 0, none, none, none, none, 0, none, none, none);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new ExpectedWindow(
        start,
        n,
        nans,
        sum(values),
        sorted[0],
        sorted[n - 1],
        values[0],
        values[n - 1],
        counter ? increase(values) : 0,
        sorted[(int) (0.5 * (n - 1))],
        sorted[(int) (0.99 * (n - 1))],
        deviation(values));
  }

  private static double sum(double[] values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      if (Double.isInfinite(value)) {
        return Arrays.stream(values).sum();
      }
      sum = sum.add(new BigDecimal(value));
    }
    return sum.doubleValue();
  }

  private static double deviation(double[] values) {
    double mean = sum(values) / values.length;
    return Math.sqrt(
        sum(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).toArray()) / values.length);
  }

  private static double increase(double[] values) {
    double increase = 0;
    for (int i = 1; i < values.length; i++) {
      boolean reset = values[i] < values[i - 1];
      increase += reset ? values[i] : values[i] - values[i - 1];
    }
    return increase;
  }
}
