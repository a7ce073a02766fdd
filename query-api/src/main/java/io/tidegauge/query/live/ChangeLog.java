package io.tidegauge.query.live;

import io.tidegauge.contract.series.SeriesId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids of series that changed, in parts, each from one look at the state to the next: so that
 * whoever has fallen behind a little learns what is new without a look at every series. Bounded by
 * a number of ids: where there are more, what is new must be found by comparing.
 *
 * <p>{@link #add} and {@link #isEmpty} may be called by any thread, everything else by one.
 */
final class ChangeLog {

  private final int most;

  /** Changes since the last look, and whether there are more than are remembered. */
  private final Set<SeriesId> fresh = new HashSet<>();

  private boolean tooMany;
  private final Deque<Part> parts = new ArrayDeque<>();

  /** Of all parts but the last. */
  private int ids;

  ChangeLog(int most) {
    this.most = most;
  }

  /** What changed from a position on, which was looked at, up to that of the next part. */
  private static final class Part {
    private final Position from;
    private final Set<SeriesId> ids = new HashSet<>();
    private boolean tooMany;

    Part(Position from) {
      this.from = from;
    }

    boolean isEmpty() {
      return ids.isEmpty() && !tooMany;
    }
  }

  /** Notes a change; whether it was not noted already since the last look. */
  boolean add(SeriesId id) {
    synchronized (fresh) {
      if (tooMany || !fresh.add(id)) {
        return false;
      }
      if (fresh.size() > most) {
        tooMany = true;
        fresh.clear();
      }
      return true;
    }
  }

  /** Whether nothing has changed since the last look. */
  boolean isEmpty() {
    synchronized (fresh) {
      return fresh.isEmpty() && !tooMany;
    }
  }

  /** Begins the part that follows a position, the one of the last look. */
  void begin(Position from) {
    Part last = parts.peekLast();
    if (last != null && last.isEmpty()) {
      return; // it goes on: a part may begin earlier than it must
    }
    if (last != null && last.tooMany) {
      parts.clear(); // nobody gets past it
      ids = 0;
    } else if (last != null) {
      ids += last.ids.size();
    }
    parts.addLast(new Part(from));
  }

  /**
   * Moves what has changed into the part that was begun last, or forgets it where there is none. To
   * be called at the same moment of the state as what is new is found; any number of times.
   */
  void take() {
    Part last = parts.peekLast();
    synchronized (fresh) {
      if (last != null) {
        last.ids.addAll(fresh);
        last.tooMany |= tooMany;
      }
      fresh.clear();
      tooMany = false;
    }
  }

  /** All that may have changed since a position; null where that is not remembered. */
  @Nullable Set<SeriesId> since(Position position) {
    Set<SeriesId> all = null;
    boolean copied = false;
    for (Iterator<Part> newest = parts.descendingIterator(); newest.hasNext(); ) {
      Part part = newest.next();
      if (part.tooMany) {
        return null;
      }
      if (all == null) {
        all = part.ids;
      } else {
        all = copied ? all : new HashSet<>(all);
        copied = true;
        all.addAll(part.ids);
      }
      if (part.from.isAtMost(position)) {
        return all;
      }
    }
    return null;
  }

  /**
   * Forgets what is too much.
   *
   * @param needed nobody wants to know what was before it; null where somebody may
   */
  void trim(@Nullable Position needed) {
    while (parts.size() > 1 && (ids > most || isBefore(parts.getFirst(), needed))) {
      ids -= parts.removeFirst().ids.size();
    }
    if (parts.size() == 1 && isBefore(parts.getFirst(), needed)) {
      parts.clear();
    }
  }

  private static boolean isBefore(Part part, @Nullable Position needed) {
    return needed != null && part.from.isAtMost(needed) && !part.from.equals(needed);
  }
}
