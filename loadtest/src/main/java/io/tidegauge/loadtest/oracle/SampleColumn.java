package io.tidegauge.loadtest.oracle;

import java.util.Arrays;

/**
 * The samples of one series, 16 bytes each: as they arrived, and by time once somebody asks. Not
 * thread-safe.
 */
final class SampleColumn {

  private static final int INDEX_BITS = 22;

  private final boolean repeatable;
  private long[] timestamps = new long[16];
  private double[] values = new double[16];
  private int size;
  private int sorted;

  /**
   * Nothing yet.
   *
   * @param repeatable whether several values may share a timestamp; else the first one wins
   */
  SampleColumn(boolean repeatable) {
    this.repeatable = repeatable;
  }

  void add(long timestamp, double value) {
    if (size == timestamps.length) {
      if (size == 1 << INDEX_BITS) {
        sort();
        if (size == 1 << INDEX_BITS) {
          throw new IllegalStateException(
              "more than 4 million samples of one series: use more series");
        }
      }
      int capacity = Math.min(1 << INDEX_BITS, size + size / 2);
      timestamps = Arrays.copyOf(timestamps, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    timestamps[size] = timestamp;
    values[size] = value;
    size++;
  }

  /** How many count. */
  int size() {
    sort();
    return size;
  }

  /** By time; those of the same time in the order of arrival. */
  long timestamp(int index) {
    sort();
    return timestamps[index];
  }

  /** The value that belongs to {@link #timestamp}. */
  double value(int index) {
    sort();
    return values[index];
  }

  /** The first index with this timestamp or a later one. */
  int indexOf(long timestamp) {
    sort();
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timestamps[middle] < timestamp) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The values of a range of indexes, the last one exclusive. */
  double[] values(int from, int to) {
    sort();
    return Arrays.copyOfRange(values, from, to);
  }

  private void sort() {
    if (sorted == size) {
      return;
    }
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = timestamps[i] << INDEX_BITS | i;
    }
    Arrays.sort(keys);
    double[] arrived = values.clone();
    int kept = 0;
    for (long key : keys) {
      long timestamp = key >> INDEX_BITS;
      if (repeatable || kept == 0 || timestamps[kept - 1] != timestamp) {
        timestamps[kept] = timestamp;
        values[kept] = arrived[(int) (key & ((1 << INDEX_BITS) - 1))];
        kept++;
      }
    }
    size = kept;
    sorted = kept;
  }
}
