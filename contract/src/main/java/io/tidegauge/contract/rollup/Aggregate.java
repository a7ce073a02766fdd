package io.tidegauge.contract.rollup;

import io.tidegauge.contract.sketch.BucketMapping;
import io.tidegauge.contract.sketch.Sketch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the samples of one series in one window, or of several series in one window. Two
 * merges, never mixed up: {@link #mergeOverTime} joins what comes later of the same series, {@link
 * #mergeOverSeries} joins other series of the same window. The empty aggregate is the identity of
 * both; both are associative, and the second is commutative (counts exactly, sums up to rounding,
 * which a compensated summation keeps below 1e-9 relative).
 *
 * <p>{@code min}, {@code max}, {@code first} and {@code last} are NaN while {@code count} is 0. NaN
 * samples are counted in {@code nanCount} and nowhere else. Not thread-safe.
 */
public final class Aggregate {

  private long count;
  private long nanCount;
  private double sum;
  private double compensation;
  private double sumOfSquares;
  private double min = Double.NaN;
  private double max = Double.NaN;
  private long firstTimestamp;
  private double first = Double.NaN;
  private long lastTimestamp;
  private double last = Double.NaN;
  private double increase;
  private boolean ordered = true;
  private final Sketch sketch = new Sketch();

  /**
   * Adds a sample that is not older than any added before; {@code counter} says whether increases
   * are wanted.
   */
  public void add(long timestamp, double value, boolean counter) {
    if (Double.isNaN(value)) {
      nanCount++;
    } else {
      addButSketch(timestamp, value, counter);
      sketch.add(value);
    }
  }

  /**
   * Adds samples that are not older than any added before, in the order of time; faster than one by
   * one, as their values go into the sketch together.
   *
   * @param start what {@code offsets} count from, ms
   * @param from the first of them
   * @param to behind the last of them
   * @param keys where keys can be written to: at least as long as there are samples
   */
  public void addAll(
      long start, int[] offsets, double[] values, int from, int to, boolean counter, int[] keys) {
    int n = 0;
    for (int i = from; i < to; i++) {
      double value = values[i];
      if (Double.isNaN(value)) {
        nanCount++;
      } else {
        addButSketch(start + offsets[i], value, counter);
        keys[n++] = BucketMapping.key(value);
      }
    }
    Arrays.sort(keys, 0, n);
    sketch.addSorted(keys, n);
  }

  private void addButSketch(long timestamp, double value, boolean counter) {
    if (count == 0) {
      firstTimestamp = timestamp;
      first = value;
      min = value;
      max = value;
    } else {
      if (counter) {
        increase += increase(last, value);
      }
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    lastTimestamp = timestamp;
    last = value;
    count++;
    addToSum(value);
    sumOfSquares += value * value;
  }

  /**
   * The increase of a counter from one sample to the next; a fall is a reset, after which it counts
   * from zero.
   */
  public static double increase(double from, double to) {
    if (to == from) {
      return 0; // infinity - infinity is NaN, which would stay in the sum for good
    }
    return to > from ? to - from : to;
  }

  /** Joins what comes after this one in time, of the same series. */
  public void mergeOverTime(Aggregate later, boolean counter) {
    if (later.count > 0) {
      if (count == 0) {
        firstTimestamp = later.firstTimestamp;
        first = later.first;
      } else if (counter) {
        increase += increase(last, later.first);
      }
      lastTimestamp = later.lastTimestamp;
      last = later.last;
    }
    mergeUnordered(later);
  }

  /** Joins another series' aggregate of the same window: the result has no first and no last. */
  public void mergeOverSeries(Aggregate other) {
    ordered = false;
    first = Double.NaN;
    last = Double.NaN;
    firstTimestamp = 0;
    lastTimestamp = 0;
    mergeUnordered(other);
  }

  private void mergeUnordered(Aggregate other) {
    if (count == 0) {
      min = other.min;
      max = other.max;
      sum = other.sum;
      compensation = other.compensation;
    } else if (other.count > 0) {
      min = Math.min(min, other.min);
      max = Math.max(max, other.max);
      addToSum(other.sum);
      addToSum(other.compensation);
    }
    count += other.count;
    nanCount += other.nanCount;
    sumOfSquares += other.sumOfSquares;
    increase += other.increase;
    sketch.merge(other.sketch);
  }

  /** Neumaier's compensated summation. */
  private void addToSum(double value) {
    double total = sum + value;
    if (Double.isFinite(total)) {
      compensation +=
          Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
    }
    sum = total;
  }

  /** How many samples, NaN left out. */
  public long count() {
    return count;
  }

  /** How many NaN samples. */
  public long nanCount() {
    return nanCount;
  }

  /** The sum of the values. */
  public double sum() {
    return sum + compensation;
  }

  /** The sum before its compensation; for codecs and stores. */
  public double rawSum() {
    return sum;
  }

  /** The compensation of the sum; for codecs and stores. */
  public double compensation() {
    return compensation;
  }

  /** The sum of the squares of the values. */
  public double sumOfSquares() {
    return sumOfSquares;
  }

  /** The smallest value. */
  public double min() {
    return min;
  }

  /** The largest value. */
  public double max() {
    return max;
  }

  /** The earliest value; NaN over series. */
  public double first() {
    return first;
  }

  /** When the earliest value was, ms since the epoch; 0 over series. */
  public long firstTimestamp() {
    return firstTimestamp;
  }

  /** The latest value; NaN over series. */
  public double last() {
    return last;
  }

  /** When the latest value was, ms since the epoch; 0 over series. */
  public long lastTimestamp() {
    return lastTimestamp;
  }

  /**
   * The reset-aware increase between the first and the last sample of a counter; 0 for other kinds.
   */
  public double increase() {
    return increase;
  }

  /** Whether it is of one series, with a first and a last. */
  public boolean ordered() {
    return ordered;
  }

  /** The sketch of the values; live, not a copy. */
  public Sketch sketch() {
    return sketch;
  }

  /** The mean; NaN while empty. */
  public double average() {
    return count == 0 ? Double.NaN : sum() / count;
  }

  /** The population's standard deviation; NaN while empty. */
  public double standardDeviation() {
    if (count == 0) {
      return Double.NaN;
    }
    double mean = average();
    return Math.sqrt(Math.max(0, sumOfSquares / count - mean * mean));
  }

  /**
   * The quantile {@code q} in [0, 1] with the sketch's relative error, never outside of [min, max].
   */
  public double quantile(double q) {
    double value = sketch.quantile(q);
    return Double.isNaN(value) ? value : Math.clamp(value, min, max);
  }

  /** Whether nothing at all was counted. */
  public boolean isEmpty() {
    return count == 0 && nanCount == 0;
  }

  /** Back to empty. */
  public void clear() {
    restore(0, 0, 0, 0, 0, Double.NaN, Double.NaN);
    restoreOrdered(0, Double.NaN, 0, Double.NaN, 0);
    sketch.clear();
  }

  /** An independent copy. */
  public Aggregate copy() {
    Aggregate copy = new Aggregate();
    copy.restore(count, nanCount, sum, compensation, sumOfSquares, min, max);
    copy.restoreOrdered(firstTimestamp, first, lastTimestamp, last, increase);
    copy.ordered = ordered;
    copy.sketch.merge(sketch);
    return copy;
  }

  /**
   * Sets the unordered fields as a codec or a store kept them; the sketch is filled through {@link
   * #sketch()}.
   */
  public void restore(
      long newCount,
      long newNanCount,
      double newSum,
      double newCompensation,
      double newSumOfSquares,
      double newMin,
      double newMax) {
    count = newCount;
    nanCount = newNanCount;
    sum = newSum;
    compensation = newCompensation;
    sumOfSquares = newSumOfSquares;
    min = newMin;
    max = newMax;
  }

  /** Sets the ordered fields as a codec or a store kept them. */
  public void restoreOrdered(
      long newFirstTimestamp,
      double newFirst,
      long newLastTimestamp,
      double newLast,
      double newIncrease) {
    ordered = true;
    firstTimestamp = newFirstTimestamp;
    first = newFirst;
    lastTimestamp = newLastTimestamp;
    last = newLast;
    increase = newIncrease;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Aggregate that
        && count == that.count
        && nanCount == that.nanCount
        && same(sum, that.sum)
        && same(compensation, that.compensation)
        && same(sumOfSquares, that.sumOfSquares)
        && same(min, that.min)
        && same(max, that.max)
        && firstTimestamp == that.firstTimestamp
        && same(first, that.first)
        && lastTimestamp == that.lastTimestamp
        && same(last, that.last)
        && same(increase, that.increase)
        && sketch.equals(that.sketch);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(count) * 31 + Double.hashCode(sum);
  }

  private static boolean same(double a, double b) {
    return Double.doubleToLongBits(a) == Double.doubleToLongBits(b);
  }

  @Override
  public String toString() {
    return "Aggregate[count=" + count + ", sum=" + sum() + ", min=" + min + ", max=" + max + "]";
  }
}
