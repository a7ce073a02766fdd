package io.tidegauge.ingest.admission;

import io.tidegauge.contract.series.SeriesHasher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The distinct strings of a request, each hashed and checked once. Allocates only when it grows.
 * Not thread-safe; reusable.
 */
final class RequestSymbols {

  static final int UNKNOWN = 0;
  static final int VALID = 1;
  static final int INVALID = 2;

  private static final byte[] NAME = "__name__".getBytes(StandardCharsets.UTF_8);

  /** More bytes than this are not kept for the next request. */
  private static final int KEPT_BYTES = 1 << 20;

  private final SeriesHasher hasher = new SeriesHasher();
  private byte[] bytes = new byte[4096];
  private int[] ends = new int[128];
  private long[] highs = new long[128];
  private long[] lows = new long[128];
  private byte[] labelNames = new byte[128];
  private byte[] metricNames = new byte[128];
  private byte[] values = new byte[128];
  private byte[] kinds = new byte[128];
  private int[] slots = new int[256];
  private int size;
  private int name;

  RequestSymbols() {
    clear();
  }

  /** Forgets all but the empty string (0) and {@code __name__}. */
  void clear() {
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[4096];
    }
    if (slots.length > 1 << 16) {
      slots = new int[256];
    }
    Arrays.fill(slots, -1);
    size = 0;
    intern(NAME, 0, 0);
    name = intern(NAME, 0, NAME.length);
  }

  /** The symbol of {@code __name__}. */
  int name() {
    return name;
  }

  int intern(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return intern(utf8, 0, utf8.length);
  }

  int intern(byte[] source, int offset, int length) {
    hasher.hash(source, offset, length);
    long low = hasher.low();
    long high = hasher.high();
    int mask = slots.length - 1;
    int slot = (int) low & mask;
    while (slots[slot] >= 0) {
      int symbol = slots[slot];
      if (lows[symbol] == low && highs[symbol] == high) {
        return symbol; // 128 bits are the identity everywhere else, too
      }
      slot = (slot + 1) & mask;
    }
    int symbol = append(source, offset, length, high, low);
    slots[slot] = symbol;
    if (size * 2 > slots.length) {
      rehash();
    }
    return symbol;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int symbol) {
    return symbol == 0 ? 0 : ends[symbol - 1];
  }

  int end(int symbol) {
    return ends[symbol];
  }

  int length(int symbol) {
    return end(symbol) - start(symbol);
  }

  long high(int symbol) {
    return highs[symbol];
  }

  long low(int symbol) {
    return lows[symbol];
  }

  String text(int symbol) {
    return new String(bytes, start(symbol), length(symbol), StandardCharsets.UTF_8);
  }

  int compare(int a, int b) {
    return Arrays.compareUnsigned(bytes, start(a), end(a), bytes, start(b), end(b));
  }

  boolean isLabelName(int symbol) {
    if (labelNames[symbol] == UNKNOWN) {
      labelNames[symbol] = state(NameRules.isLabelName(bytes, start(symbol), end(symbol)));
    }
    return labelNames[symbol] == VALID;
  }

  boolean isMetricName(int symbol) {
    if (metricNames[symbol] == UNKNOWN) {
      metricNames[symbol] = state(NameRules.isMetricName(bytes, start(symbol), end(symbol)));
    }
    return metricNames[symbol] == VALID;
  }

  boolean isUtf8(int symbol) {
    if (values[symbol] == UNKNOWN) {
      values[symbol] = state(NameRules.isUtf8(bytes, start(symbol), end(symbol)));
    }
    return values[symbol] == VALID;
  }

  /** Forgets the kinds, as other ones may have been learnt. */
  void clearKinds() {
    Arrays.fill(kinds, 0, size, (byte) 0);
  }

  /** The kind that was resolved for a metric name: its ordinal plus one, 0 if not yet. */
  int kind(int symbol) {
    return kinds[symbol];
  }

  void kind(int symbol, int ordinalPlusOne) {
    kinds[symbol] = (byte) ordinalPlusOne;
  }

  private static byte state(boolean valid) {
    return (byte) (valid ? VALID : INVALID);
  }

  private int append(byte[] source, int offset, int length, long high, long low) {
    int start = size == 0 ? 0 : ends[size - 1];
    if (bytes.length - start < length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + length));
    }
    if (size == ends.length) {
      int capacity = size * 2;
      ends = Arrays.copyOf(ends, capacity);
      highs = Arrays.copyOf(highs, capacity);
      lows = Arrays.copyOf(lows, capacity);
      labelNames = Arrays.copyOf(labelNames, capacity);
      metricNames = Arrays.copyOf(metricNames, capacity);
      values = Arrays.copyOf(values, capacity);
      kinds = Arrays.copyOf(kinds, capacity);
    }
    System.arraycopy(source, offset, bytes, start, length);
    ends[size] = start + length;
    highs[size] = high;
    lows[size] = low;
    labelNames[size] = UNKNOWN;
    metricNames[size] = UNKNOWN;
    values[size] = UNKNOWN;
    kinds[size] = 0;
    return size++;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, -1);
    int mask = slots.length - 1;
    for (int symbol = 0; symbol < size; symbol++) {
      int slot = (int) lows[symbol] & mask;
      while (slots[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = symbol;
    }
  }
}
