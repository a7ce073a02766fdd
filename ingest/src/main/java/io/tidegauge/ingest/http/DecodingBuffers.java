package io.tidegauge.ingest.http;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers in which bodies are decompressed, used again: a new one would be cleared first, and its
 * memory is in no cache. Bounded in number and size; thread-safe.
 */
final class DecodingBuffers {

  /** Larger ones are not kept. */
  private static final int KEPT_BYTES = 2 << 20;

  private static final byte[] NONE = {};

  private final ArrayBlockingQueue<byte[]> buffers;

  /** So many at the most: as many as bodies are decoded at the same time. */
  DecodingBuffers(int most) {
    this.buffers = new ArrayBlockingQueue<>(most);
  }

  /** One of any size, with anything in it. */
  byte[] take() {
    byte[] buffer = buffers.poll();
    return buffer == null ? NONE : buffer;
  }

  /** Gives one back, or one that was made in its place, which nobody reads any more. */
  void give(byte[] buffer) {
    if (buffer.length == 0 || buffer.length > KEPT_BYTES || !buffers.offer(buffer)) {
      return; // it goes to the collector
    }
  }
}
