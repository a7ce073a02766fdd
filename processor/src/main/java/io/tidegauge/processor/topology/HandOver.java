package io.tidegauge.processor.topology;

import io.tidegauge.processor.live.LiveHub;
import io.tidegauge.processor.live.LiveSlot;
import java.util.List;

/**
 * Hands a task's changes over through a hub, at most once an interval, and in pieces: the next
 * piece goes when the one before was taken. Who does not come costs nothing but staleness. Used by
 * the task's thread.
 *
 * @param <T> what a piece consists of
 */
final class HandOver<T> {

  private final LiveHub<T> hub;
  private final LiveSlot<T> slot;
  private long lastRound;
  private boolean roundOpen;
  private long fullRequests;

  /** The first round is due at once. */
  HandOver(LiveHub<T> hub, int partition, long intervalNanos) {
    this.hub = hub;
    this.slot = hub.open(partition);
    this.fullRequests = hub.fullRequests();
    this.lastRound = System.nanoTime() - intervalNanos;
  }

  /** Whether the interval is over, or a round is not. */
  boolean isDue(long now, long intervalNanos) {
    return roundOpen || now - lastRound >= intervalNanos;
  }

  /** Whether all was asked for since the last call. */
  boolean isAllAskedFor() {
    long requested = hub.fullRequests();
    boolean isNew = requested != fullRequests;
    fullRequests = requested;
    return isNew;
  }

  /** Whether the piece before was taken. */
  boolean isFree() {
    return slot.isFree();
  }

  /** Begins a round where none is open; nanoseconds since the last one began, 0 where one is. */
  long begin(long now) {
    if (roundOpen) {
      return 0;
    }
    long since = now - lastRound;
    lastRound = now;
    return since;
  }

  /**
   * Hands a piece over; only where {@link #isFree()}.
   *
   * @param more whether the round goes on
   */
  void offer(List<T> piece, boolean more) {
    roundOpen = more;
    if (!piece.isEmpty()) {
      hub.offer(slot, piece);
    }
  }

  /** What was not taken is dropped. */
  void close() {
    hub.close(slot);
  }
}
