package io.tidegauge.processor.window;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Arrays;

/**
 * The closed children of one open window of one series, encoded, in time order: at most 2 in a 15m,
 * 3 in a 1h, 23 in a 24h. Kept apart from the hot tables, for when a late sample changes one of
 * them: the window's base is their merge.
 */
final class ClosedChildren {

  /** Headers and fields of an object, and of an array, where objects are aligned to 8 bytes. */
  private static final int OBJECT_BYTES = 32;

  private static final int ARRAY_BYTES = 16;
  private static final int REFERENCE_BYTES = 4;

  private long[] starts = new long[2];
  private byte[][] rollups = new byte[2][];
  private int size;
  private int encodedBytes;

  /**
   * Puts a child in its place, or in the place of what was there; false where what is there has a
   * higher version.
   */
  boolean put(Rollup child, ProtoWriter buffer) {
    int at = Arrays.binarySearch(starts, 0, size, child.start());
    if (at >= 0) {
      if (rollup(at).version().compareTo(child.version()) > 0) {
        return false;
      }
      encodedBytes -= arrayBytes(rollups[at]);
    } else {
      at = -at - 1;
      open(at);
      starts[at] = child.start();
    }
    buffer.reset();
    RollupCodec.write(child, buffer);
    rollups[at] = buffer.toByteArray();
    encodedBytes += arrayBytes(rollups[at]);
    return true;
  }

  /** Whether a child would be the last in time. */
  boolean isLast(long start) {
    return size == 0 || starts[size - 1] < start;
  }

  /** The merge over time of all of them. */
  Aggregate merge(boolean counter) {
    Aggregate total = new Aggregate();
    for (int i = 0; i < size; i++) {
      total.mergeOverTime(rollup(i).aggregate(), counter);
    }
    return total;
  }

  /** The last in time; only where there is one. */
  Rollup last() {
    return rollup(size - 1);
  }

  int size() {
    return size;
  }

  /** About how much memory they take, bytes. */
  int bytes() {
    return OBJECT_BYTES
        + 2 * ARRAY_BYTES
        + starts.length * (Long.BYTES + REFERENCE_BYTES)
        + encodedBytes;
  }

  private static int arrayBytes(byte[] array) {
    return ARRAY_BYTES + ((array.length + 7) & ~7);
  }

  /** The bytes of the i-th: what {@link RollupCodec} writes. */
  byte[] encoded(int i) {
    return rollups[i];
  }

  private Rollup rollup(int i) {
    return RollupCodec.read(new ProtoReader().reset(rollups[i], 0, rollups[i].length));
  }

  private void open(int at) {
    if (size == starts.length) {
      int capacity = size + Math.max(2, size / 2);
      starts = Arrays.copyOf(starts, capacity);
      rollups = Arrays.copyOf(rollups, capacity);
    }
    System.arraycopy(starts, at, starts, at + 1, size - at);
    System.arraycopy(rollups, at, rollups, at + 1, size - at);
    size++;
  }
}
