package io.tidegauge.contract.samples;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Arrays;

/**
 * The symbols of a record that is being written: each distinct string once, the empty one first.
 * Allocates only when it grows. Not thread-safe.
 */
final class SymbolTable {

  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private byte[] bytes = new byte[4096];
  private int[] ends = new int[256];
  private long[] hashes = new long[256];
  private int[] slots = new int[1024];
  private int size;

  SymbolTable() {
    clear();
  }

  void clear() {
    Arrays.fill(slots, -1);
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
    long hash = XXH3.hashBytesToLong(source, offset, length);
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] >= 0) {
      int symbol = slots[slot];
      if (hashes[symbol] == hash && same(symbol, source, offset, length)) {
        return symbol;
      }
      slot = (slot + 1) & mask;
    }
    int symbol = append(source, offset, length, hash);
    slots[slot] = symbol;
    if (size * 2 > slots.length) {
      rehash();
    }
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

  private int append(byte[] source, int offset, int length, long hash) {
    int start = byteSize();
    if (bytes.length - start < length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    System.arraycopy(source, offset, bytes, start, length);
    ends[size] = start + length;
    hashes[size] = hash;
    return size++;
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
