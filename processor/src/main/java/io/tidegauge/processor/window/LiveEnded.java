package io.tidegauge.processor.window;

import io.tidegauge.contract.live.LiveSeries;
import java.util.ArrayDeque;

/**
 * Series that were forgotten, until who keeps live state was told so. Bounded: where nobody listens
 * for long, the oldest go; a full hand-over makes up for it.
 */
final class LiveEnded {

  static final int LIMIT = 100_000;

  /** A series that ended, and whose it was. */
  record Ended(TenantState tenant, LiveSeries series) {}

  private final ArrayDeque<Ended> queue = new ArrayDeque<>();

  void add(TenantState tenant, LiveSeries series) {
    if (queue.size() == LIMIT) {
      queue.removeFirst();
    }
    queue.addLast(new Ended(tenant, series));
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  void clear() {
    queue.clear();
  }

  Ended next() {
    return queue.removeFirst();
  }
}
