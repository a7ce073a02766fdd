package io.tidegauge.standalone.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are not acknowledged yet, oldest first. When it is full the oldest goes: of a long
 * outage the most recent part is kept. Not thread-safe.
 */
final class Outbox {
  private final Deque<byte[]> messages = new ArrayDeque<>();
  private final long maxBytes;
  private long bytes;
  private long dropped;

  Outbox(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds a message at the end. */
  void add(byte[] message) {
    messages.addLast(message);
    bytes += message.length;
    while (bytes > maxBytes && messages.size() > 1) {
      removeOldest();
      dropped++;
    }
  }

  /** The oldest message, null when there is none. It stays until {@link #removeOldest}. */
  byte @Nullable [] oldest() {
    return messages.peekFirst();
  }

  /** Forgets the oldest message. */
  void removeOldest() {
    bytes -= messages.removeFirst().length;
  }

  /** How many messages wait. */
  int size() {
    return messages.size();
  }

  /** How many bytes wait. */
  long bytes() {
    return bytes;
  }

  /** How many messages were given up because the outbox was full. */
  long dropped() {
    return dropped;
  }
}
