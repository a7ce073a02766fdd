package io.tidegauge.contract.samples;

import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of a record that is being written: each distinct string once, the empty one first.
 * Hashes are the low 64 bits of XXH3-128, as they are at hand where series are hashed. Allocates
 * only when it grows. Not thread-safe.
 */
final class SymbolTable {

  private final SeriesHasher hasher = new SeriesHasher();
  private byte[] bytes = new byte[4096];
  private int[] ends = new int[256];
  private long[] hashes = new long[256];
  // The object that a symbol was last given as.
  private @Nullable Symbol[] known = new Symbol[256];
  private int[] slots = new int[1024];
  private int size;

  SymbolTable() {
    clear();
  }

  void clear() {
    Arrays.fill(slots, -1);
    Arrays.fill(known, 0, size, null);
    size = 0;
    intern(bytes, 0, 0);
  }

  int size() {
    return size;
  }

  /** The bytes of all symbols together. */
  int byteSize() {
    return size == 0 ? 0 : ends[size - 1];
  }

  int intern(byte[] source, int offset, int length) {
    hasher.hash(source, offset, length);
    return intern(source, offset, length, hasher.low());
  }

  /** With the hash of the slice. */
  int intern(byte[] source, int offset, int length, long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] >= 0) {
      int symbol = slots[slot];
      if (hashes[symbol] == hash && same(symbol, source, offset, length)) {
        return symbol;
      }
      slot = (slot + 1) & mask;
    }
    return add(slot, source, offset, length, hash);
  }

  int intern(Symbol given) {
    long hash = given.hash();
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] >= 0) {
      int symbol = slots[slot];
      if (known[symbol] == given) {
        return symbol;
      }
      if (hashes[symbol] == hash && same(symbol, given.bytes(), 0, given.length())) {
        known[symbol] = given;
        return symbol;
      }
      slot = (slot + 1) & mask;
    }
    int symbol = add(slot, given.bytes(), 0, given.length(), hash);
    known[symbol] = given;
    return symbol;
  }

  void write(ProtoWriter out) {
    int start = 0;
    for (int i = 0; i < size; i++) {
      out.bytesField(4, bytes, start, ends[i] - start);
      start = ends[i];
    }
  }

  /** Compares two symbols by their bytes, unsigned. */
  int compare(int a, int b) {
    int startOfA = a == 0 ? 0 : ends[a - 1];
    int startOfB = b == 0 ? 0 : ends[b - 1];
    return Arrays.compareUnsigned(bytes, startOfA, ends[a], bytes, startOfB, ends[b]);
  }

  private boolean same(int symbol, byte[] source, int offset, int length) {
    int start = symbol == 0 ? 0 : ends[symbol - 1];
    return Arrays.equals(bytes, start, ends[symbol], source, offset, offset + length);
  }

  private int add(int slot, byte[] source, int offset, int length, long hash) {
    int start = byteSize();
    if (bytes.length - start < length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
      known = Arrays.copyOf(known, size * 2);
    }
    System.arraycopy(source, offset, bytes, start, length);
    int symbol = size++;
    ends[symbol] = start + length;
    hashes[symbol] = hash;
    slots[slot] = symbol;
    if (size * 2 > slots.length) {
      rehash();
    }
    return symbol;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, -1);
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = (int) hashes[i] & mask;
      while (slots[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = i;
    }
  }
}
