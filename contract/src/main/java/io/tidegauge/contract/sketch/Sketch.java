package io.tidegauge.contract.sketch;

import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Arrays;

/**
 * A mergeable quantile sketch with a relative error of {@link BucketMapping#RELATIVE_ERROR}: a
 * sorted sparse array of buckets, each a key and a count in one long. Merging adds counts and is
 * exact: associative, commutative, and independent of the order in which values came. Not
 * thread-safe.
 *
 * <p>As bytes: a varint with the number of buckets, then for each bucket in the order of keys a
 * zigzag varint with the difference to the key before (0 before the first) and a varint with the
 * count.
 */
public final class Sketch {

  private static final long MAX_KEY = BucketMapping.MAX_KEY;

  /** The upper bits of a bucket are its key, with its sign: buckets are in the order of keys. */
  private static final int COUNT_BITS = 45;

  private static final long MAX_COUNT = (1L << COUNT_BITS) - 1;
  private static final long[] NO_BUCKETS = new long[0];

  private long[] buckets = NO_BUCKETS;
  private int size;

  /** Counts one value; NaN must not be given. */
  public void add(double value) {
    addKey(BucketMapping.key(value), 1);
  }

  /**
   * Counts {@code count} values of a key.
   *
   * @throws ArithmeticException where the key would have 2^45 values or more
   */
  public void addKey(int key, long count) {
    boolean behindLast = size == 0 || key > key(size - 1); // as all are that are read
    int at = behindLast ? size : indexOf(key);
    if (at < size && key(at) == key) {
      buckets[at] = bucket(key, count(at) + count);
      return;
    }
    if (size == buckets.length) {
      ensureCapacity(Math.max(8, size + (size >> 1)));
    }
    System.arraycopy(buckets, at, buckets, at + 1, size - at);
    buckets[at] = bucket(key, count);
    size++;
  }

  /** Counts one value for each of the first {@code n} keys, which are in ascending order. */
  public void addSorted(int[] keys, int n) {
    if (n == 0) {
      return;
    }
    if (n == 1) {
      addKey(keys[0], 1);
      return;
    }
    int different = 1;
    for (int k = 1; k < n; k++) {
      different += keys[k] == keys[k - 1] ? 0 : 1;
    }
    // From the back, into the same array: what is moved is moved once, and never over what is not.
    int was = size;
    ensureCapacity(was + different);
    int at = was + different;
    int i = was - 1;
    int k = n - 1;
    while (k >= 0) {
      int key = keys[k];
      while (i >= 0 && key(i) > key) {
        buckets[--at] = buckets[i--];
      }
      long count = i >= 0 && key(i) == key ? count(i--) : 0;
      while (k >= 0 && keys[k] == key) {
        count++;
        k--;
      }
      buckets[--at] = bucket(key, count);
    }
    // What was in both leaves a gap between what is lower than all keys and the rest.
    int lower = i + 1;
    int rest = was + different - at;
    if (at > lower) {
      System.arraycopy(buckets, at, buckets, lower, rest);
    }
    size = lower + rest;
  }

  /** Where a key is, or is to be. */
  private int indexOf(int key) {
    int from = 0;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (key(middle) < key) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static long bucket(int key, long count) {
    if (count < 0 || count > MAX_COUNT) {
      throw new ArithmeticException("a bucket of a sketch cannot count " + count + " values");
    }
    return (long) key << COUNT_BITS | count;
  }

  private void ensureCapacity(int capacity) {
    if (capacity > buckets.length) {
      buckets = Arrays.copyOf(buckets, capacity);
    }
  }

  /** Adds all of another one's counts. */
  public void merge(Sketch other) {
    if (other.size == 0) {
      return;
    }
    if (size == 0) {
      buckets = Arrays.copyOf(other.buckets, other.size);
      size = other.size;
      return;
    }
    long[] merged = new long[size + other.size];
    int i = 0;
    int j = 0;
    int n = 0;
    while (i < size && j < other.size) {
      int mine = key(i);
      int its = other.key(j);
      if (mine < its) {
        merged[n++] = buckets[i++];
      } else if (mine > its) {
        merged[n++] = other.buckets[j++];
      } else {
        merged[n++] = bucket(mine, count(i++) + other.count(j++));
      }
    }
    System.arraycopy(buckets, i, merged, n, size - i);
    n += size - i;
    System.arraycopy(other.buckets, j, merged, n, other.size - j);
    n += other.size - j;
    buckets = merged;
    size = n;
  }

  /** How many buckets are in use. */
  public int buckets() {
    return size;
  }

  /** The i-th key in ascending order. */
  public int key(int i) {
    return (int) (buckets[i] >> COUNT_BITS);
  }

  /** The count of the i-th key. */
  public long count(int i) {
    return buckets[i] & MAX_COUNT;
  }

  /** How many values were counted. */
  public long count() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += count(i);
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
      seen += count(i);
      if (seen > rank) {
        return BucketMapping.value(key(i));
      }
    }
    return BucketMapping.value(key(size - 1));
  }

  /** Forgets everything, keeps the array. */
  public void clear() {
    size = 0;
  }

  /** An independent copy. */
  public Sketch copy() {
    Sketch copy = new Sketch();
    copy.merge(this);
    return copy;
  }

  /** Writes the bytes form. */
  public void write(ProtoWriter out) {
    out.varint(size);
    int previous = 0;
    for (int i = 0; i < size; i++) {
      int key = key(i);
      out.varint(ProtoWriter.zigZag(key - previous));
      out.varint(count(i));
      previous = key;
    }
  }

  /** Adds what the bytes form from the reader's position up to its limit holds. */
  public void mergeFrom(ProtoReader in) {
    int read = in.readUint31();
    if (read > (in.limit() - in.position()) / 2) {
      throw new MalformedRecordException("sketch says " + read + " buckets but is shorter");
    }
    ensureCapacity(Math.max(size, read));
    long previous = 0;
    long total = 0;
    for (int i = 0; i < read; i++) {
      long delta = in.readZigZag();
      long count = in.readVarint();
      if (i > 0 ? delta <= 0 || delta > 2 * MAX_KEY : delta < -MAX_KEY || delta > MAX_KEY) {
        throw new MalformedRecordException("sketch bucket " + i + " is out of order");
      }
      long key = previous + delta;
      total += count;
      if (key > MAX_KEY || count <= 0 || total < 0 || total > MAX_COUNT) {
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
        && Arrays.equals(buckets, 0, size, sketch.buckets, 0, size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Long.hashCode(buckets[i]);
    }
    return hash;
  }

  @Override
  public String toString() {
    return "Sketch[" + size + " buckets, " + count() + " values]";
  }
}
