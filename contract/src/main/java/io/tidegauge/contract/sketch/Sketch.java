package io.tidegauge.contract.sketch;

import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Arrays;

/**
 * A mergeable quantile sketch with a relative error of {@link BucketMapping#RELATIVE_ERROR}: a
 * sorted sparse array of (key, count). Merging adds counts and is exact: associative, commutative,
 * and independent of the order in which values came. Not thread-safe.
 *
 * <p>As bytes: a varint with the number of buckets, then for each bucket in the order of keys a
 * zigzag varint with the difference to the key before (0 before the first) and a varint with the
 * count.
 */
public final class Sketch {

  private static final long MAX_KEY = BucketMapping.MAX_KEY;
  private static final int[] NO_KEYS = new int[0];
  private static final long[] NO_COUNTS = new long[0];

  private int[] keys = NO_KEYS;
  private long[] counts = NO_COUNTS;
  private int size;

  /** Counts one value; NaN must not be given. */
  public void add(double value) {
    addKey(BucketMapping.key(value), 1);
  }

  /** Counts {@code count} values of a key. */
  public void addKey(int key, long count) {
    boolean behindLast = size == 0 || key > keys[size - 1]; // as all are that are read
    int at = behindLast ? -size - 1 : Arrays.binarySearch(keys, 0, size, key);
    if (at >= 0) {
      counts[at] += count;
      return;
    }
    int insert = -at - 1;
    if (size == keys.length) {
      ensureCapacity(Math.max(8, size + (size >> 1)));
    }
    System.arraycopy(keys, insert, keys, insert + 1, size - insert);
    System.arraycopy(counts, insert, counts, insert + 1, size - insert);
    keys[insert] = key;
    counts[insert] = count;
    size++;
  }

  private void ensureCapacity(int capacity) {
    if (capacity > keys.length) {
      keys = Arrays.copyOf(keys, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
  }

  /** Adds all of another one's counts. */
  public void merge(Sketch other) {
    if (other.size == 0) {
      return;
    }
    int[] mergedKeys = new int[size + other.size];
    long[] mergedCounts = new long[size + other.size];
    int i = 0;
    int j = 0;
    int n = 0;
    while (i < size || j < other.size) {
      int order = i == size ? 1 : j == other.size ? -1 : Integer.compare(keys[i], other.keys[j]);
      mergedKeys[n] = order <= 0 ? keys[i] : other.keys[j];
      mergedCounts[n] = (order <= 0 ? counts[i] : 0) + (order >= 0 ? other.counts[j] : 0);
      if (order <= 0) {
        i++;
      }
      if (order >= 0) {
        j++;
      }
      n++;
    }
    keys = mergedKeys;
    counts = mergedCounts;
    size = n;
  }

  /** How many buckets are in use. */
  public int buckets() {
    return size;
  }

  /** The i-th key in ascending order. */
  public int key(int i) {
    return keys[i];
  }

  /** The count of the i-th key. */
  public long count(int i) {
    return counts[i];
  }

  /** How many values were counted. */
  public long count() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  /**
   * The value at quantile {@code q} in [0, 1]: within the relative error of the value with rank
   * floor(q (n - 1)) of the n sorted values. NaN where nothing was counted.
   */
  public double quantile(double q) {
    long total = count();
    if (total == 0 || !(q >= 0 && q <= 1)) {
      return Double.NaN;
    }
    long rank = (long) (q * (total - 1));
    long seen = 0;
    for (int i = 0; i < size; i++) {
      seen += counts[i];
      if (seen > rank) {
        return BucketMapping.value(keys[i]);
      }
    }
    return BucketMapping.value(keys[size - 1]);
  }

  /** Forgets everything, keeps the arrays. */
  public void clear() {
    size = 0;
  }

  /** An independent copy. */
  public Sketch copy() {
    Sketch copy = new Sketch();
    copy.keys = Arrays.copyOf(keys, size);
    copy.counts = Arrays.copyOf(counts, size);
    copy.size = size;
    return copy;
  }

  /** Writes the bytes form. */
  public void write(ProtoWriter out) {
    out.varint(size);
    int previous = 0;
    for (int i = 0; i < size; i++) {
      out.varint(ProtoWriter.zigZag(keys[i] - previous));
      out.varint(counts[i]);
      previous = keys[i];
    }
  }

  /** Adds what the bytes form from the reader's position up to its limit holds. */
  public void mergeFrom(ProtoReader in) {
    int buckets = in.readUint31();
    if (buckets > (in.limit() - in.position()) / 2) {
      throw new MalformedRecordException("sketch says " + buckets + " buckets but is shorter");
    }
    ensureCapacity(Math.max(size, buckets));
    long previous = 0;
    long total = 0;
    for (int i = 0; i < buckets; i++) {
      long delta = in.readZigZag();
      long count = in.readVarint();
      if (i > 0 ? delta <= 0 || delta > 2 * MAX_KEY : delta < -MAX_KEY || delta > MAX_KEY) {
        throw new MalformedRecordException("sketch bucket " + i + " is out of order");
      }
      long key = previous + delta;
      total += count;
      if (key > MAX_KEY || count <= 0 || total < 0) {
        throw new MalformedRecordException("sketch bucket " + i + " is out of range");
      }
      addKey((int) key, count);
      previous = key;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sketch sketch
        && size == sketch.size
        && Arrays.equals(keys, 0, size, sketch.keys, 0, size)
        && Arrays.equals(counts, 0, size, sketch.counts, 0, size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * (31 * hash + keys[i]) + Long.hashCode(counts[i]);
    }
    return hash;
  }

  @Override
  public String toString() {
    return "Sketch[" + size + " buckets, " + count() + " values]";
  }
}
