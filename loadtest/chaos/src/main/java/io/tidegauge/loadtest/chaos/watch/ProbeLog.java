package io.tidegauge.loadtest.chaos.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * What was sent of one probe series lately: enough to say whether a live answer is fresh and right.
 * Thread-safe.
 */
final class ProbeLog {

  private static final int KEPT = 4_000;

  private static final class Sent {
    private final long timestamp;
    private final long nanos;
    private boolean acknowledged;

    private Sent(long timestamp, long nanos) {
      this.timestamp = timestamp;
      this.nanos = nanos;
    }
  }

  private final Deque<Sent> sent = new ArrayDeque<>();

  /** One is about to be sent. */
  synchronized void sending(long timestamp, long nanos) {
    sent.addLast(new Sent(timestamp, nanos));
    if (sent.size() > KEPT) {
      sent.removeFirst();
    }
  }

  /** The one sent last was acknowledged. */
  synchronized void acknowledged() {
    sent.getLast().acknowledged = true;
  }

  /**
   * When the sample with this timestamp was sent; {@link Long#MIN_VALUE} when that is not known.
   */
  synchronized long sentAt(long timestamp) {
    Iterator<Sent> newestFirst = sent.descendingIterator();
    while (newestFirst.hasNext()) {
      Sent next = newestFirst.next();
      if (next.timestamp == timestamp) {
        return next.nanos;
      }
    }
    return Long.MIN_VALUE;
  }

  /** Whether {@code count} samples from {@code from} to {@code newest} is what can be. */
  synchronized boolean isRight(long from, long newest, long count) {
    long certain = 0;
    long possible = 0;
    for (Sent one : sent) {
      if (one.timestamp >= from && one.timestamp <= newest) {
        possible++;
        certain += one.acknowledged ? 1 : 0;
      }
    }
    return count >= certain && count <= possible;
  }
}
