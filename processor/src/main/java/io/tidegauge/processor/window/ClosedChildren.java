package io.tidegauge.processor.window;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The closed children of one open window of one series, encoded, in time order: at most 2 in a 15m,
 * 3 in a 1h, 23 in a 24h. Kept apart from the hot tables: the window's base is their merge, also
 * after a late sample changed one of them.
 */
final class ClosedChildren {

  /** Headers and fields of an object, and of an array, where objects are aligned to 8 bytes. */
  private static final int OBJECT_BYTES = 40;

  private static final int ARRAY_BYTES = 16;
  private static final byte[] NOTHING = new byte[0];
  private static final int REFERENCE_BYTES = 4;

  /** What more children than these were merged to is kept, until one of them changes. */
  private static final int MERGED_EACH_TIME = 3;

  private long[] starts = new long[2];
  private byte[][] rollups = new byte[2][];
  private byte @Nullable [] merged;
  private int size;

  /** By place: what is in the changelog, in whatever version. */
  private int logged;

  /** By place: what changed since it was logged. */
  private int dirty;

  private int encodedBytes;

  /**
   * Puts a child in its place, or in the place of what was there; false where what is there has a
   * higher version.
   */
  boolean put(ClosedWindow closed) {
    Rollup child = closed.rollup();
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
    rollups[at] = closed.encoded();
    encodedBytes += arrayBytes(rollups[at]);
    dirty |= 1 << at;
    forgetMerged();
    return true;
  }

  /** Takes a child out, if it is there. */
  void remove(long start) {
    int at = Arrays.binarySearch(starts, 0, size, start);
    if (at < 0) {
      return;
    }
    encodedBytes -= arrayBytes(rollups[at]);
    size--;
    System.arraycopy(starts, at + 1, starts, at, size - at);
    System.arraycopy(rollups, at + 1, rollups, at, size - at);
    rollups[size] = NOTHING;
    logged = without(logged, at);
    dirty = without(dirty, at);
    forgetMerged();
  }

  /** Start of the i-th. */
  long start(int i) {
    return starts[i];
  }

  /** Whether the i-th changed since it was logged. */
  boolean isDirty(int i) {
    return (dirty >>> i & 1) != 0;
  }

  /** Whether the i-th is in the changelog, in whatever version. */
  boolean isLogged(int i) {
    return (logged >>> i & 1) != 0;
  }

  /** All of them are in the changelog as they are. */
  void markLogged() {
    logged = (1 << size) - 1;
    dirty = 0;
  }

  /** A child is in the changelog as it is. */
  void markLogged(long start) {
    int at = Arrays.binarySearch(starts, 0, size, start);
    logged |= 1 << at;
    dirty &= ~(1 << at);
  }

  private static int without(int places, int at) {
    int below = (1 << at) - 1;
    return places & below | places >>> 1 & ~below;
  }

  private static int withRoom(int places, int at) {
    int below = (1 << at) - 1;
    return places & below | (places & ~below) << 1;
  }

  /** The merge over time of all of them, as a new object. */
  Aggregate merge(boolean counter, ProtoWriter buffer) {
    if (merged != null) {
      return ClosedWindow.decode(merged).aggregate();
    }
    Aggregate total = rollup(0).aggregate();
    for (int i = 1; i < size; i++) {
      total.mergeOverTime(rollup(i).aggregate(), counter);
    }
    if (size > MERGED_EACH_TIME) {
      Rollup base = new Rollup(Window.H24, starts[0], RollupVersion.NONE, Rollup.State.BASE, total);
      byte[] kept = ClosedWindow.of(base, buffer).encoded();
      merged = kept;
      encodedBytes += arrayBytes(kept);
    }
    return total;
  }

  /** They are to be merged again: one of them has changed, or whether they are of a counter. */
  void forgetMerged() {
    if (merged != null) {
      encodedBytes -= arrayBytes(merged);
      merged = null;
    }
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
    return ClosedWindow.decode(rollups[i]);
  }

  private void open(int at) {
    if (size == starts.length) {
      int capacity = size + Math.max(2, size / 2);
      starts = Arrays.copyOf(starts, capacity);
      rollups = Arrays.copyOf(rollups, capacity);
    }
    System.arraycopy(starts, at, starts, at + 1, size - at);
    System.arraycopy(rollups, at, rollups, at + 1, size - at);
    logged = withRoom(logged, at);
    dirty = withRoom(dirty, at);
    size++;
  }
}
