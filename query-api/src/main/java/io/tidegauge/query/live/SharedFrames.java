package io.tidegauge.query.live;

import io.tidegauge.query.web.Matcher;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frames that were encoded last, for others who want the same step. Bounded by their bytes; the
 * one that was wanted longest ago goes first. Thread-safe.
 */
final class SharedFrames {

  /** A frame that takes more than this is not kept. */
  static final int LARGEST = 4 << 20;

  /** Bytes of all that are kept, and of the filters that they are kept for. */
  static final int ALL = 16 << 20;

  /** What a frame takes besides its body, and its event as SSE has it. */
  private static final int OVERHEAD = 512;

  /** What a part of a filter takes besides its text, in characters. */
  private static final int PART = 48;

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
    long size = size(step, frame);
    if (size > LARGEST || frames.putIfAbsent(step, frame) != null) {
      return;
    }
    bytes += size;
    Iterator<Map.Entry<Step, Frame>> oldest = frames.entrySet().iterator();
    while (bytes > ALL) {
      Map.Entry<Step, Frame> first = oldest.next();
      bytes -= size(first.getKey(), first.getValue());
      oldest.remove();
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  /** With the filter, which may be longer than the frame and outlive its subscriber here. */
  private static long size(Step step, Frame frame) {
    LiveFilter filter = step.filter();
    long characters = 0;
    for (String metric : filter.metrics()) {
      characters += PART + metric.length();
    }
    for (String server : filter.servers()) {
      characters += PART + server.length();
    }
    for (Matcher matcher : filter.matchers()) {
      characters += 2 * PART + matcher.label().length() + matcher.value().length();
    }
    return 2L * frame.body().length + 2 * characters + OVERHEAD;
  }
}
