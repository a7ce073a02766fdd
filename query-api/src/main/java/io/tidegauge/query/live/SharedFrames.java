package io.tidegauge.query.live;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frames that were encoded last, for others who want the same step. Bounded by their bytes; the
 * one that was wanted longest ago goes first. Thread-safe.
 */
final class SharedFrames {

  /** A frame larger than this is not kept. */
  static final int LARGEST = 4 << 20;

  /** Bytes of all that are kept. */
  static final int ALL = 16 << 20;

  /** What a frame takes besides its body, and its event as SSE has it. */
  private static final int OVERHEAD = 512;

  private final Map<Step, Frame> frames = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /**
   * What makes a frame what it is.
   *
   * @param from the position before it; null for a snapshot
   * @param to its position
   */
  record Step(String tenant, LiveFilter filter, @Nullable Position from, Position to) {}

  synchronized @Nullable Frame get(Step step) {
    return frames.get(step);
  }

  synchronized void put(Step step, Frame frame) {
    if (size(frame) > LARGEST || frames.putIfAbsent(step, frame) != null) {
      return;
    }
    bytes += size(frame);
    Iterator<Frame> oldest = frames.values().iterator();
    while (bytes > ALL) {
      bytes -= size(oldest.next());
      oldest.remove();
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  private static long size(Frame frame) {
    return 2L * frame.body().length + OVERHEAD;
  }
}
