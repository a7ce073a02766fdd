package io.tidegauge.query.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The series of a tenant that ended of late, so that a subscriber who comes back learns of them.
 * Bounded: when the oldest is forgotten, positions before it cannot be resumed any more.
 * Thread-safe.
 */
final class Tombstones {

  private final int limit;
  private final Deque<SeriesState> ended = new ArrayDeque<>();
  private final long[] floor;

  /** None yet; of what ended before {@code first}, an offset a partition, nothing is known. */
  Tombstones(int limit, long[] first) {
    this.limit = limit;
    this.floor = first.clone();
  }

  synchronized void add(SeriesState series) {
    ended.addLast(series);
    while (ended.size() > limit) {
      SeriesState forgotten = ended.removeFirst();
      floor[forgotten.partition()] = forgotten.liveOffset() + 1;
    }
  }

  /** Whether every series that ended at or after a position is still known. */
  synchronized boolean reachBackTo(Position position) {
    for (int i = 0; i < floor.length; i++) {
      if (position.next(i) < floor[i]) {
        return false;
      }
    }
    return true;
  }

  synchronized void forEachSince(Position position, Consumer<SeriesState> action) {
    for (SeriesState series : ended) {
      if (position.isNewer(series.partition(), series.liveOffset())) {
        action.accept(series);
      }
    }
  }

  synchronized int size() {
    return ended.size();
  }
}
