package io.tidegauge.query.live;

import io.tidegauge.contract.rollup.Rollup;
import java.util.ArrayList;
import java.util.List;

/**
 * A closed window that was computed again.
 *
 * @param liveOffset of the record on the live topic that said so
 * @param rollup as it is now
 */
record Revised(long liveOffset, Rollup rollup) {

  /** Of one series; who comes back after more than these reads history. */
  private static final int KEPT = 16;

  /** What is known of revisions after an entry: of each window the last, the newest in the end. */
  static List<Revised> after(List<Revised> before, long liveOffset, List<LiveWindow> entry) {
    if (!hasRevision(entry)) {
      return before;
    }
    List<Revised> all = new ArrayList<>(before);
    for (LiveWindow told : entry) {
      if (isRevision(told)) {
        Rollup rollup = told.rollup();
        boolean known =
            before.stream()
                .map(Revised::rollup)
                .anyMatch(
                    old -> isSame(old, rollup) && old.version().compareTo(rollup.version()) >= 0);
        if (!known) {
          all.removeIf(old -> isSame(old.rollup(), rollup));
          all.add(new Revised(liveOffset, rollup));
        }
      }
    }
    return List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }

  private static boolean hasRevision(List<LiveWindow> entry) {
    for (LiveWindow told : entry) {
      if (isRevision(told)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRevision(LiveWindow told) {
    return told.state() == Rollup.State.FINAL && told.version().revision() > 0;
  }

  private static boolean isSame(Rollup one, Rollup other) {
    return one.window() == other.window() && one.start() == other.start();
  }
}
