package io.tidegauge.processor.sink.raw;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which series the series table knows already, and until when. When it is full it starts over:
 * series are then written once more, which changes nothing. Used by one thread; {@link #size()} by
 * any.
 */
final class SeriesCache {

  /** No slot. */
  static final int NONE = -1;

  private static final int SMALLEST = 1024;

  private final int limit;
  private final long refreshMillis;
  private final AtomicInteger size = new AtomicInteger();
  private long[] highs = new long[SMALLEST];
  private long[] lows = new long[SMALLEST];
  private long[] firsts = new long[SMALLEST];
  private long[] lasts = new long[SMALLEST];
  private boolean[] used = new boolean[SMALLEST];

  /**
   * @param limit how many series it holds at most
   * @param refreshMillis how much later than the last one written a sample makes it due again, ms
   */
  SeriesCache(int limit, long refreshMillis) {
    this.limit = limit;
    this.refreshMillis = refreshMillis;
  }

  int size() {
    return size.get();
  }

  /** Where a series is that the series table knows, until the next one is written. */
  int find(long high, long low) {
    int slot = slot(high, low);
    return used[slot] ? slot : NONE;
  }

  /** The series table need not hear of a sample at or after this, ms. */
  long knownFrom(int slot) {
    return firsts[slot] - refreshMillis;
  }

  /** And at or before this, ms. */
  long knownTo(int slot) {
    return lasts[slot] + refreshMillis;
  }

  /** The series table knows that the series had samples from {@code first} to {@code last}. */
  void written(long high, long low, long first, long last) {
    int slot = slot(high, low);
    if (used[slot]) {
      firsts[slot] = Math.min(firsts[slot], first);
      lasts[slot] = Math.max(lasts[slot], last);
      return;
    }
    if (size.get() >= limit) {
      Arrays.fill(used, false);
      size.set(0);
      slot = slot(high, low);
    }
    set(slot, high, low, first, last);
    size.incrementAndGet();
    if (size.get() * 2 > used.length) {
      grow();
    }
  }

  private void set(int slot, long high, long low, long first, long last) {
    used[slot] = true;
    highs[slot] = high;
    lows[slot] = low;
    firsts[slot] = first;
    lasts[slot] = last;
  }

  /** The slot of an id, or the empty one where it would go. */
  private int slot(long high, long low) {
    int mask = used.length - 1;
    int slot = (int) (high >>> 32) & mask;
    while (used[slot] && (lows[slot] != low || highs[slot] != high)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHighs = highs;
    long[] oldLows = lows;
    long[] oldFirsts = firsts;
    long[] oldLasts = lasts;
    boolean[] oldUsed = used;
    int capacity = oldUsed.length * 2;
    highs = new long[capacity];
    lows = new long[capacity];
    firsts = new long[capacity];
    lasts = new long[capacity];
    used = new boolean[capacity];
    for (int i = 0; i < oldUsed.length; i++) {
      if (oldUsed[i]) {
        set(slot(oldHighs[i], oldLows[i]), oldHighs[i], oldLows[i], oldFirsts[i], oldLasts[i]);
      }
    }
  }
}
