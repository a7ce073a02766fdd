package io.tidegauge.processor.window;

import io.tidegauge.contract.rollup.Aggregate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open 5m windows of all series, one slot each, as arrays. A gauge's or counter's window keeps
 * its samples, sorted by timestamp; an observation's only its aggregate, as several may share a
 * timestamp. The windows of a series are linked from the newest to the older. Not thread-safe.
 */
final class WindowTable {

  static final int NONE = -1;

  /** What became of a sample. */
  enum Outcome {
    ADDED,
    DUPLICATE,
    CONFLICT
  }

  private static final byte DIRTY = 1;
  private static final byte LOGGED = 2;
  private static final byte SHARED = 4;
  private static final byte UNTOLD = 8;
  private static final byte NEVER_TOLD = 16;
  private static final byte OFTEN = 32;

  private long[] start = new long[64];
  private int[] series = new int[64];
  private int[] older = new int[64];
  private int[][] times = new int[64][];
  private double[][] values = new double[64][];
  private int[] count = new int[64];
  private int[] unchanged = new int[64];
  private @Nullable Aggregate[] aggregate = new Aggregate[64];
  private int[] aggregated = new int[64];
  private byte[] flags = new byte[64];
  private int[] loggedIn = new int[64];
  private int period;
  private final IntList free = new IntList();
  private final SampleArrays arrays = new SampleArrays();
  private int[] keys = new int[512];
  private int used;

  int create(int ofSeries, long windowStart, int olderWindow, boolean keepsSamples, int expected) {
    int slot = free.isEmpty() ? used++ : free.removeLast();
    if (slot == start.length) {
      grow();
    }
    start[slot] = windowStart;
    series[slot] = ofSeries;
    older[slot] = olderWindow;
    count[slot] = 0;
    unchanged[slot] = 0;
    aggregate[slot] = null;
    aggregated[slot] = 0;
    flags[slot] = UNTOLD | NEVER_TOLD;
    loggedIn[slot] = period - 1;
    if (keepsSamples) {
      int capacity = SampleArrays.capacity(expected);
      times[slot] = arrays.times(capacity);
      values[slot] = arrays.values(capacity);
    } else {
      times[slot] = SampleArrays.NO_TIMES;
      values[slot] = SampleArrays.NO_VALUES;
    }
    return slot;
  }

  void remove(int slot) {
    arrays.release(times[slot], values[slot]);
    times[slot] = SampleArrays.NO_TIMES;
    values[slot] = SampleArrays.NO_VALUES;
    aggregate[slot] = null;
    series[slot] = NONE;
    free.add(slot);
  }

  /** Adds a sample of a gauge or counter; {@code offset} in ms from the window's start. */
  Outcome add(int slot, int offset, double value) {
    int n = count[slot];
    int[] t = times[slot];
    int at = n;
    if (n > 0 && t[n - 1] >= offset) {
      at = t[n - 1] == offset ? n - 1 : Arrays.binarySearch(t, 0, n, offset);
      if (at >= 0) {
        return Double.doubleToRawLongBits(values[slot][at]) == Double.doubleToRawLongBits(value)
            ? Outcome.DUPLICATE
            : Outcome.CONFLICT;
      }
      at = -at - 1;
      aggregated[slot] = 0;
      aggregate[slot] = null;
    }
    if (n == t.length) {
      enlarge(slot);
      t = times[slot];
    }
    double[] v = values[slot];
    if (at < n) {
      System.arraycopy(t, at, t, at + 1, n - at);
      System.arraycopy(v, at, v, at + 1, n - at);
    }
    t[at] = offset;
    v[at] = value;
    count[slot] = n + 1;
    unchanged[slot] = Math.min(unchanged[slot], at);
    flags[slot] |= UNTOLD;
    return Outcome.ADDED;
  }

  /** Adds an observation; the aggregate keeps first and last in the order of time. */
  void observe(int slot, long timestamp, double value) {
    Aggregate a = writable(slot);
    long firstTimestamp = a.firstTimestamp();
    double first = a.first();
    long lastTimestamp = a.lastTimestamp();
    double last = a.last();
    boolean hadOne = a.count() > 0;
    a.add(timestamp, value, false);
    if (hadOne && !Double.isNaN(value) && timestamp < lastTimestamp) {
      boolean earliest = timestamp < firstTimestamp;
      a.restoreOrdered(
          earliest ? timestamp : firstTimestamp, earliest ? value : first, lastTimestamp, last, 0);
    }
    count[slot]++;
    flags[slot] |= UNTOLD;
  }

  /**
   * The aggregate of all samples so far. What is returned never changes: later samples go into a
   * copy.
   */
  Aggregate aggregate(int slot, boolean counter) {
    Aggregate result = current(slot, counter);
    flags[slot] |= SHARED;
    return result;
  }

  /** The aggregate of all samples so far, to be looked at before the next one comes. */
  Aggregate current(int slot, boolean counter) {
    int n = count[slot];
    if (times[slot].length > 0 && aggregated[slot] < n) {
      if (keys.length < n) {
        keys = new int[Integer.highestOneBit(n) * 2];
      }
      writable(slot)
          .addAll(start[slot], times[slot], values[slot], aggregated[slot], n, counter, keys);
      aggregated[slot] = n;
    }
    Aggregate result = aggregate[slot];
    if (result == null) {
      result = new Aggregate();
      aggregate[slot] = result;
    }
    return result;
  }

  /** Forgets what was aggregated, as the kind of the series has changed. */
  void aggregateAgain(int slot) {
    flags[slot] |= UNTOLD;
    if (times[slot].length > 0) {
      aggregated[slot] = 0;
      aggregate[slot] = null;
    }
  }

  /** Sets an observation window's aggregate as it was logged. */
  void restore(int slot, Aggregate restored, int restoredCount) {
    aggregate[slot] = restored;
    count[slot] = restoredCount;
    flags[slot] &= ~SHARED;
  }

  private Aggregate writable(int slot) {
    Aggregate a = aggregate[slot];
    if (a == null) {
      a = new Aggregate();
    } else if ((flags[slot] & SHARED) != 0) {
      a = a.copy();
    } else {
      return a;
    }
    flags[slot] &= ~SHARED;
    aggregate[slot] = a;
    return a;
  }

  long start(int slot) {
    return start[slot];
  }

  int series(int slot) {
    return series[slot];
  }

  int older(int slot) {
    return older[slot];
  }

  void linkOlder(int slot, int olderWindow) {
    older[slot] = olderWindow;
  }

  boolean keepsSamples(int slot) {
    return times[slot].length > 0;
  }

  int count(int slot) {
    return count[slot];
  }

  int time(int slot, int i) {
    return times[slot][i];
  }

  double value(int slot, int i) {
    return values[slot][i];
  }

  /** Marks as changed since it was logged; whether it was not before. */
  boolean markDirty(int slot) {
    if ((flags[slot] & DIRTY) != 0) {
      return false;
    }
    flags[slot] |= loggedIn[slot] == period ? DIRTY | OFTEN : DIRTY;
    return true;
  }

  boolean isDirty(int slot) {
    return series[slot] != NONE && (flags[slot] & DIRTY) != 0;
  }

  void markLogged(int slot) {
    flags[slot] = (byte) ((flags[slot] & ~DIRTY) | LOGGED);
    loggedIn[slot] = period;
    unchanged[slot] = count[slot];
  }

  /** How many of its samples, from the first on, are as they were logged. */
  int unchanged(int slot) {
    return unchanged[slot];
  }

  /** None of its samples was logged as it would be today. */
  void logAgain(int slot) {
    unchanged[slot] = 0;
  }

  /** Begins another period: all that is dirty has been logged, and is committed. */
  void beginPeriod() {
    period++;
  }

  /** Whether it has changed once again in a period in which it had been logged. */
  boolean changesOften(int slot) {
    return (flags[slot] & OFTEN) != 0;
  }

  boolean isLogged(int slot) {
    return (flags[slot] & LOGGED) != 0;
  }

  /** Whether live readers have not been told of it. */
  boolean isNew(int slot) {
    return (flags[slot] & NEVER_TOLD) != 0;
  }

  /** Whether it has changed since live readers were told of it; they are told now. */
  boolean tell(int slot) {
    boolean changed = (flags[slot] & UNTOLD) != 0;
    flags[slot] &= ~(UNTOLD | NEVER_TOLD);
    return changed;
  }

  /** How many slots were ever in use at once; {@link #series} of a free one is {@link #NONE}. */
  int slots() {
    return used;
  }

  int size() {
    return used - free.size();
  }

  private void enlarge(int slot) {
    int capacity = SampleArrays.capacity(times[slot].length * 3 / 2);
    int[] newTimes = arrays.times(capacity);
    double[] newValues = arrays.values(capacity);
    System.arraycopy(times[slot], 0, newTimes, 0, count[slot]);
    System.arraycopy(values[slot], 0, newValues, 0, count[slot]);
    arrays.release(times[slot], values[slot]);
    times[slot] = newTimes;
    values[slot] = newValues;
  }

  private void grow() {
    int capacity = start.length * 2;
    start = Arrays.copyOf(start, capacity);
    series = Arrays.copyOf(series, capacity);
    older = Arrays.copyOf(older, capacity);
    times = Arrays.copyOf(times, capacity);
    values = Arrays.copyOf(values, capacity);
    count = Arrays.copyOf(count, capacity);
    unchanged = Arrays.copyOf(unchanged, capacity);
    aggregate = Arrays.copyOf(aggregate, capacity);
    aggregated = Arrays.copyOf(aggregated, capacity);
    flags = Arrays.copyOf(flags, capacity);
    loggedIn = Arrays.copyOf(loggedIn, capacity);
  }
}
