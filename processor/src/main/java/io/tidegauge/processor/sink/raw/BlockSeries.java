package io.tidegauge.processor.sink.raw;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The series of a block: an open-addressing table from id to a number that counts from 0, so that a
 * row carries 4 bytes instead of 16. Not thread-safe.
 */
final class BlockSeries {

  /** What is written into the series table. */
  record Description(String tenant, Labels labels, MetricKind kind, String unit) {}

  private static final int EMPTY = -1;

  private int[] slots = new int[256];
  private long[] highs = new long[64];
  private long[] lows = new long[64];
  private int[] rows = new int[64];
  private int[] records = new int[64];
  private int[] inRecord = new int[64];
  private long[] knownFrom = new long[64];
  private long[] knownTo = new long[64];
  private @Nullable Description[] descriptions = new @Nullable Description[64];
  private int size;

  BlockSeries() {
    Arrays.fill(slots, EMPTY);
  }

  int size() {
    return size;
  }

  long high(int series) {
    return highs[series];
  }

  long low(int series) {
    return lows[series];
  }

  /** How many rows the series has in the block. */
  int rows(int series) {
    return rows[series];
  }

  void addRows(int series, int count) {
    rows[series] += count;
  }

  /**
   * Which sample of the series within a record the next one is, from 0. Records come one after the
   * other.
   */
  int nextInRecord(int series, int record) {
    if (records[series] != record) {
      records[series] = record;
      inRecord[series] = 0;
    }
    return inRecord[series]++;
  }

  /** Whether the series table need not hear of a sample. */
  boolean isKnown(int series, long timestamp) {
    return knownFrom[series] <= timestamp && timestamp <= knownTo[series];
  }

  /** The series table need not hear of samples from {@code from} to {@code to}. */
  void known(int series, long from, long to) {
    knownFrom[series] = from;
    knownTo[series] = to;
  }

  /** What is to be written into the series table; null where it need not be. */
  @Nullable Description description(int series) {
    return descriptions[series];
  }

  void describe(int series, Description description) {
    descriptions[series] = description;
  }

  /** The number of an id; the next one where it is new. */
  int of(long high, long low) {
    int mask = slots.length - 1;
    // Ids are hashes already; the partition comes from the low bits, so the slot takes the high
    // ones.
    int slot = (int) (high >>> 32) & mask;
    while (slots[slot] != EMPTY) {
      int series = slots[slot];
      if (lows[series] == low && highs[series] == high) {
        return series;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = size;
    append(high, low);
    return size - 1;
  }

  private void append(long high, long low) {
    if (size == highs.length) {
      int capacity = size * 2;
      highs = Arrays.copyOf(highs, capacity);
      lows = Arrays.copyOf(lows, capacity);
      rows = Arrays.copyOf(rows, capacity);
      records = Arrays.copyOf(records, capacity);
      inRecord = Arrays.copyOf(inRecord, capacity);
      knownFrom = Arrays.copyOf(knownFrom, capacity);
      knownTo = Arrays.copyOf(knownTo, capacity);
      descriptions = Arrays.copyOf(descriptions, capacity);
    }
    highs[size] = high;
    lows[size] = low;
    knownFrom[size] = Long.MAX_VALUE;
    knownTo[size] = Long.MIN_VALUE;
    size++;
    if (size * 2 > slots.length) {
      rehash();
    }
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, EMPTY);
    int mask = slots.length - 1;
    for (int series = 0; series < size; series++) {
      int slot = (int) (highs[series] >>> 32) & mask;
      while (slots[slot] != EMPTY) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = series;
    }
  }

  /** The numbers in the order of their ids, unsigned. */
  int[] sorted() {
    // The upper 40 bits of the id and the number in one long: a primitive sort does nearly all.
    long[] keys = new long[size];
    for (int series = 0; series < size; series++) {
      keys[series] = ((highs[series] >>> 24 << 24) | series) ^ Long.MIN_VALUE;
    }
    Arrays.sort(keys);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int series = (int) (keys[i] & 0xFFFFFF);
      int at = i;
      while (at > 0 && compare(order[at - 1], series) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = series;
    }
    return order;
  }

  private int compare(int a, int b) {
    int byHigh = Long.compareUnsigned(highs[a], highs[b]);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(lows[a], lows[b]);
  }
}
