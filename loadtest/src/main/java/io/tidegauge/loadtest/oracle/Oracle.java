package io.tidegauge.loadtest.oracle;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
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

  private final Map<LoadSeries, TreeMap<Long, List<Double>>> samples = new HashMap<>();

  /**
   * Notes a sample that was accepted, in the order of arrival. A gauge or counter has one value a
   * timestamp, and the first one wins.
   */
  public void accept(LoadSample sample) {
    List<Double> values =
        samples
            .computeIfAbsent(sample.series(), s -> new TreeMap<>())
            .computeIfAbsent(sample.timestamp(), t -> new ArrayList<>(1));
    if (values.isEmpty() || sample.series().kind() == Kind.OBSERVATION) {
      values.add(sample.value());
    }
  }

  /** The series of which there are samples. */
  public Set<LoadSeries> series() {
    return Collections.unmodifiableSet(samples.keySet());
  }

  /** How many samples count, NaN among them. */
  public long sampleCount() {
    return samples.values().stream()
        .flatMap(series -> series.values().stream())
        .mapToLong(List::size)
        .sum();
  }

  /** The windows of a series that have samples, by their start. */
  public SortedMap<Long, ExpectedWindow> windows(LoadSeries series, Duration window) {
    long length = window.toMillis();
    TreeMap<Long, List<Double>> all = samples.getOrDefault(series, new TreeMap<>());
    TreeMap<Long, ExpectedWindow> windows = new TreeMap<>();
    Long at = all.isEmpty() ? null : all.firstKey();
    while (at != null) {
      long start = Math.floorDiv(at, length) * length;
      List<Double> values =
          all.subMap(start, start + length).values().stream().flatMap(List::stream).toList();
      windows.put(start, window(start, values, series.kind() == Kind.COUNTER));
      at = all.ceilingKey(start + length);
    }
    return windows;
  }

  private static ExpectedWindow window(long start, List<Double> inTime, boolean counter) {
    double[] values =
        inTime.stream().mapToDouble(Double::doubleValue).filter(v -> !Double.isNaN(v)).toArray();
    int n = values.length;
    long nans = inTime.size() - n;
    if (n == 0) {
      double none = Double.NaN;
      return new ExpectedWindow(start, 0, nans, 0, none, none, none, none, 0, none, none);
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
        sorted[(int) (0.99 * (n - 1))]);
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

  private static double increase(double[] values) {
    double increase = 0;
    for (int i = 1; i < values.length; i++) {
      boolean reset = values[i] < values[i - 1];
      increase += reset ? values[i] : values[i] - values[i - 1];
    }
    return increase;
  }
}
