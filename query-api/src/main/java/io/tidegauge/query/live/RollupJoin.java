package io.tidegauge.query.live;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Joins what history and live state know of one series: of each window the higher version. There is
 * no seam between the two as long as live state is looked at first: what live state has forgotten
 * by then, history had before. Stateless.
 */
public final class RollupJoin {

  private RollupJoin() {}

  /** The rollups of both, in time order, each window once. */
  public static List<Rollup> join(List<Rollup> history, List<Rollup> live) {
    TreeMap<Long, Rollup> byStart = new TreeMap<>();
    history.forEach(rollup -> byStart.merge(rollup.start(), rollup, RollupJoin::higher));
    live.forEach(rollup -> byStart.merge(rollup.start(), rollup, RollupJoin::higher));
    return new ArrayList<>(byStart.values());
  }

  private static Rollup higher(Rollup a, Rollup b) {
    return supersedes(b.version(), a.version(), a.state()) ? b : a;
  }

  /**
   * Whether one takes the place of another: a higher version, or as high and that one not final.
   */
  static boolean supersedes(RollupVersion one, RollupVersion other, Rollup.State otherState) {
    int order = one.compareTo(other);
    return order > 0 || (order == 0 && otherState != Rollup.State.FINAL);
  }
}
