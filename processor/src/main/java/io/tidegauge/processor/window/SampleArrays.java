package io.tidegauge.processor.window;

/**
 * Arrays of closed windows, kept to be used again: one stack for each of the capacities, which are
 * multiples of four up to 64 and then four for each power of two, so that little is left unused.
 * What would exceed the bound is left to the collector. Not thread-safe.
 */
final class SampleArrays {

  static final int[] NO_TIMES = new int[0];
  static final double[] NO_VALUES = new double[0];

  private static final int SMALLEST = 8;

  /** Up to here capacities are four apart. */
  private static final int DENSE = 64;

  /** Up to 65,536. */
  private static final int CLASSES = 57;

  private static final int KEPT_SAMPLES_PER_CLASS = 32_768;

  private final int[][][] times = new int[CLASSES][][];
  private final double[][][] values = new double[CLASSES][][];
  private final int[] kept = new int[CLASSES];

  /** The capacity that is given where {@code wanted} is asked for. */
  static int capacity(int wanted) {
    if (wanted <= DENSE) {
      return Math.max(SMALLEST, (wanted + 3) & ~3);
    }
    int step = Integer.highestOneBit(wanted - 1) / 4;
    return (wanted + step - 1) / step * step;
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
    int mayBeKept = KEPT_SAMPLES_PER_CLASS / freedTimes.length;
    if (sizeClass >= CLASSES || kept[sizeClass] >= mayBeKept) {
      return;
    }
    if (times[sizeClass] == null) {
      times[sizeClass] = new int[mayBeKept][];
      values[sizeClass] = new double[mayBeKept][];
    }
    times[sizeClass][kept[sizeClass]] = freedTimes;
    values[sizeClass][kept[sizeClass]++] = freedValues;
  }

  /** The number of a capacity, from the smallest on. */
  static int sizeClass(int capacity) {
    if (capacity <= DENSE) {
      return capacity / 4;
    }
    int power = 31 - Integer.numberOfLeadingZeros(capacity - 1);
    int quarter = (capacity - 1) >> (power - 2) & 3;
    return DENSE / 4 + 1 + 4 * (power - 6) + quarter;
  }
}
