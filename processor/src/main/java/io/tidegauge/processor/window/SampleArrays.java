package io.tidegauge.processor.window;

/**
 * Arrays of closed windows, kept to be used again: one stack per power of two. What would exceed
 * the bound is left to the collector. Not thread-safe.
 */
final class SampleArrays {

  static final int[] NO_TIMES = new int[0];
  static final double[] NO_VALUES = new double[0];

  private static final int SMALLEST = 3;
  private static final int CLASSES = 14;
  private static final int KEPT_PER_CLASS = 4096;

  private final int[][][] times = new int[CLASSES][][];
  private final double[][][] values = new double[CLASSES][][];
  private final int[] kept = new int[CLASSES];

  /** The capacity that is given where {@code wanted} is asked for. */
  static int capacity(int wanted) {
    return wanted <= 1 << SMALLEST ? 1 << SMALLEST : Integer.highestOneBit(wanted - 1) << 1;
  }

  int[] times(int capacity) {
    int sizeClass = sizeClass(capacity);
    if (sizeClass < CLASSES && kept[sizeClass] > 0) {
      return times[sizeClass][kept[sizeClass] - 1];
    }
    return new int[capacity];
  }

  /** Call after {@link #times} with the same capacity: the pair leaves the stack. */
  double[] values(int capacity) {
    int sizeClass = sizeClass(capacity);
    if (sizeClass < CLASSES && kept[sizeClass] > 0) {
      return values[sizeClass][--kept[sizeClass]];
    }
    return new double[capacity];
  }

  void release(int[] freedTimes, double[] freedValues) {
    if (freedTimes.length == 0) {
      return;
    }
    int sizeClass = sizeClass(freedTimes.length);
    if (sizeClass >= CLASSES || kept[sizeClass] == KEPT_PER_CLASS >> (sizeClass / 2)) {
      return;
    }
    if (times[sizeClass] == null) {
      times[sizeClass] = new int[KEPT_PER_CLASS >> (sizeClass / 2)][];
      values[sizeClass] = new double[KEPT_PER_CLASS >> (sizeClass / 2)][];
    }
    times[sizeClass][kept[sizeClass]] = freedTimes;
    values[sizeClass][kept[sizeClass]++] = freedValues;
  }

  private static int sizeClass(int capacity) {
    return Math.max(0, 31 - Integer.numberOfLeadingZeros(capacity) - SMALLEST);
  }
}
