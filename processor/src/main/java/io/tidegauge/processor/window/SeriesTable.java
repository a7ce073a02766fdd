package io.tidegauge.processor.window;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The series of a task: an open-addressing table from the 128-bit id to an index, and the state of
 * each series in arrays by that index. Not thread-safe.
 *
 * <p>Of each larger window (level 0 is 15m, 1 is 1h, 2 is 24h) a series has at most one base: the
 * merge over time of the closed children of the window that is open, which is made where it is
 * needed. As windows close in the order of their ends, a window has no closed child before the one
 * before it is closed.
 */
final class SeriesTable {

  static final int NONE = -1;
  static final int LEVELS = 3;

  /** The tenant of a series whose head was not restored yet. */
  static final int UNKNOWN_TENANT = -1;

  /** What is to be done for a series. */
  static final class Flag {
    /** Head (tenant, kind, labels, stale marker) changed since it was logged. */
    static final int HEAD_DIRTY = 1;

    /** The base of level 0 changed since it was logged; shifted by the level for the others. */
    static final int BASE_DIRTY = 1024;

    /** The head is in the changelog. */
    static final int HEAD_LOGGED = 4;

    /**
     * The children of level 0 are in the changelog as they were written once, all under one key;
     * shifted by the level for the others.
     */
    static final int BASE_LOGGED = 8192;

    /** Changed since it was handed to the stores of the live state. */
    static final int STATE = 2;

    /** Which windows are open, or a base, changed since it was handed to these. */
    static final int STATE_BASES = 8;

    /** Changed since it was handed to the live publisher. */
    static final int LIVE = 16;

    /** Is to be handed over with all its bases. */
    static final int LIVE_FULL = 32;

    /**
     * The base of level 0 changed since it was handed over; shifted by the level for the others.
     */
    static final int LIVE_BASE = 64;

    /**
     * The open window of level 0 got a child, and was not written since; shifted by the level for
     * the others.
     */
    static final int PARENT_DUE = 65536;

    private Flag() {}
  }

  private static final MetricKind[] KINDS = MetricKind.values();

  private int[] table = new int[256];
  private long[] high = new long[128];
  private long[] low = new long[128];
  int[] tenant = new int[128];
  private byte[] kind = new byte[128];
  private @Nullable Labels[] labels = new Labels[128];
  private String[] metric = new String[128];
  int[] newestWindow = new int[128];
  long[] lastTimestamp = new long[128];
  double[] lastValue = new double[128];
  long[] staleAt = new long[128];
  private int[] flags = new int[128];
  private final long[][] baseStart = new long[LEVELS][128];
  private final @Nullable ClosedChildren[][] children = new ClosedChildren[LEVELS][128];
  @Nullable List<byte[]>[] pendingFinals = newLists(128);
  private final IntList free = new IntList();
  private final StringPool strings = new StringPool();
  private final ProtoWriter buffer = new ProtoWriter(1024);
  private int used;
  private long childrenBytes;

  /** Index of an id, {@link #NONE} where it is not known. */
  int find(long idHigh, long idLow) {
    int mask = table.length - 1;
    int at = home(idHigh, mask);
    while (table[at] != 0) {
      int index = table[at] - 1;
      if (low[index] == idLow && high[index] == idHigh) {
        return index;
      }
      at = (at + 1) & mask;
    }
    return NONE;
  }

  /** Adds an id that is not known yet; its index. */
  int add(long idHigh, long idLow) {
    int index = free.isEmpty() ? used++ : free.removeLast();
    if (index == high.length) {
      grow();
    }
    high[index] = idHigh;
    low[index] = idLow;
    tenant[index] = UNKNOWN_TENANT;
    kind[index] = 0;
    labels[index] = null;
    metric[index] = "";
    newestWindow[index] = WindowTable.NONE;
    lastTimestamp[index] = Long.MIN_VALUE;
    lastValue[index] = Double.NaN;
    staleAt[index] = Long.MIN_VALUE;
    flags[index] = 0;
    if (2 * size() > table.length) {
      rehash();
    }
    place(index);
    return index;
  }

  /** Forgets a series; its index will be used again. */
  void remove(int index) {
    int mask = table.length - 1;
    int hole = home(high[index], mask);
    while (table[hole] != index + 1) {
      hole = (hole + 1) & mask;
    }
    // Backward shift: no tombstones, so that look-ups stay short however many series come and go.
    int at = hole;
    while (true) {
      at = (at + 1) & mask;
      if (table[at] == 0) {
        break;
      }
      int home = home(high[table[at] - 1], mask);
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        table[hole] = table[at];
        hole = at;
      }
    }
    table[hole] = 0;
    tenant[index] = UNKNOWN_TENANT;
    labels[index] = null;
    metric[index] = "";
    flags[index] = 0;
    pendingFinals[index] = null;
    for (int level = 0; level < LEVELS; level++) {
      removeBase(level, index);
    }
    high[index] = 0;
    low[index] = 0;
    free.add(index);
  }

  /** Sets what does not change from sample to sample. */
  void describe(int index, int tenantIndex, MetricKind ofKind, Labels ofLabels) {
    tenant[index] = tenantIndex;
    kind[index] = (byte) ofKind.ordinal();
    Labels shared = ofLabels.with(strings::share);
    labels[index] = shared;
    metric[index] = shared.metric();
  }

  MetricKind kind(int index) {
    return KINDS[kind[index]];
  }

  void kind(int index, MetricKind newKind) {
    kind[index] = (byte) newKind.ordinal();
  }

  /** Sets flags of {@link Flag}; whether any of them was not set before. */
  boolean set(int index, int mask) {
    boolean changed = (flags[index] & mask) != mask;
    flags[index] |= mask;
    return changed;
  }

  boolean isSet(int index, int mask) {
    return (flags[index] & mask) != 0;
  }

  void unset(int index, int mask) {
    flags[index] &= ~mask;
  }

  boolean isCounter(int index) {
    return kind[index] == MetricKind.COUNTER.ordinal();
  }

  boolean isObservation(int index) {
    return kind[index] == MetricKind.OBSERVATION.ordinal();
  }

  Labels labels(int index) {
    Labels known = labels[index];
    if (known == null) {
      throw new IllegalStateException("series " + id(index) + " has no labels");
    }
    return known;
  }

  boolean isDescribed(int index) {
    return labels[index] != null;
  }

  String metric(int index) {
    return metric[index];
  }

  SeriesId id(int index) {
    return new SeriesId(high[index], low[index]);
  }

  long high(int index) {
    return high[index];
  }

  long low(int index) {
    return low[index];
  }

  /** Whether a stale marker at or after its newest sample ended it. */
  boolean isEnded(int index) {
    return staleAt[index] != Long.MIN_VALUE && staleAt[index] >= lastTimestamp[index];
  }

  /** Notes a sample for the live state; one that is not older than the newest replaces it. */
  void sampled(int index, long timestamp, double value) {
    if (timestamp >= lastTimestamp[index]) {
      lastTimestamp[index] = timestamp;
      lastValue[index] = value;
    }
  }

  /** Whether the window of a level that is open has a closed child. */
  boolean hasBase(int level, int index) {
    return children[level][index] != null;
  }

  /** The merge over time of the closed children, the caller's own; null where there are none. */
  @Nullable Aggregate base(int level, int index) {
    ClosedChildren known = children[level][index];
    if (known == null) {
      return null;
    }
    int before = known.bytes();
    Aggregate merged = known.merge(isCounter(index), buffer);
    childrenBytes += known.bytes() - before;
    return merged;
  }

  long baseStart(int level, int index) {
    return baseStart[level][index];
  }

  /** The closed children that a base is the merge of; only where there is one. */
  ClosedChildren children(int level, int index) {
    ClosedChildren known = children[level][index];
    if (known == null) {
      throw new IllegalStateException("series " + id(index) + " has no base of level " + level);
    }
    return known;
  }

  /**
   * Puts a closed child of the window that starts at {@code start} in its place; false where what
   * is there has a higher version.
   */
  boolean putChild(int level, int index, long start, ClosedWindow child) {
    ClosedChildren of = children[level][index];
    int before = 0;
    if (of == null) {
      of = new ClosedChildren();
      children[level][index] = of;
      baseStart[level][index] = start;
    } else {
      before = of.bytes();
    }
    boolean put = of.put(child);
    childrenBytes += of.bytes() - before;
    return put;
  }

  /** Takes a closed child out, and the base with the last one. */
  void removeChild(int level, int index, long start) {
    ClosedChildren known = children(level, index);
    childrenBytes -= known.bytes();
    known.remove(start);
    childrenBytes += known.bytes();
    if (known.size() == 0) {
      removeBase(level, index);
    }
  }

  /** The base is to be merged again. */
  void forgetMerged(int level, int index) {
    ClosedChildren known = children(level, index);
    childrenBytes -= known.bytes();
    known.forgetMerged();
    childrenBytes += known.bytes();
  }

  /** About how much memory the closed children of all series take, bytes. */
  long childrenBytes() {
    return childrenBytes;
  }

  void removeBase(int level, int index) {
    ClosedChildren known = children[level][index];
    if (known != null) {
      childrenBytes -= known.bytes();
      children[level][index] = null;
      baseStart[level][index] = 0;
    }
  }

  /** Whether the index is of a series; a free one has the id 0, which no series hashes to. */
  boolean isUsed(int index) {
    return (high[index] | low[index]) != 0;
  }

  /** How many indexes were ever in use at once. */
  int indexes() {
    return used;
  }

  int size() {
    return used - free.size();
  }

  private static int home(long idHigh, int mask) {
    // The low half decides the partition, so its low bits are the same for all series of a task.
    return (int) (idHigh ^ (idHigh >>> 32)) & mask;
  }

  private void place(int index) {
    int mask = table.length - 1;
    int at = home(high[index], mask);
    while (table[at] != 0) {
      at = (at + 1) & mask;
    }
    table[at] = index + 1;
  }

  private void rehash() {
    int[] old = table;
    table = new int[old.length * 2];
    for (int entry : old) {
      if (entry != 0) {
        place(entry - 1);
      }
    }
  }

  private void grow() {
    int capacity = high.length * 2;
    high = Arrays.copyOf(high, capacity);
    low = Arrays.copyOf(low, capacity);
    tenant = Arrays.copyOf(tenant, capacity);
    kind = Arrays.copyOf(kind, capacity);
    labels = Arrays.copyOf(labels, capacity);
    metric = Arrays.copyOf(metric, capacity);
    newestWindow = Arrays.copyOf(newestWindow, capacity);
    lastTimestamp = Arrays.copyOf(lastTimestamp, capacity);
    lastValue = Arrays.copyOf(lastValue, capacity);
    staleAt = Arrays.copyOf(staleAt, capacity);
    flags = Arrays.copyOf(flags, capacity);
    pendingFinals = Arrays.copyOf(pendingFinals, capacity);
    for (int level = 0; level < LEVELS; level++) {
      baseStart[level] = Arrays.copyOf(baseStart[level], capacity);
      children[level] = Arrays.copyOf(children[level], capacity);
    }
  }

  @SuppressWarnings("unchecked")
  private static @Nullable List<byte[]>[] newLists(int size) {
    return (List<byte[]>[]) new List<?>[size];
  }
}
