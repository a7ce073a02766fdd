package io.tidegauge.query.live;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a series as a reader sees them (docs/ARCHITECTURE.md, step 5): an open 15m, 1h or
 * 24h is its base, and its open children merged into it over time. Stateless.
 */
public final class OpenWindows {

  /** Stands for a window of which a part is not known. */
  private static final Rollup UNKNOWN =
      new Rollup(Window.M5, 0, RollupVersion.NONE, Rollup.State.BASE, new Aggregate());

  private OpenWindows() {}

  /** The rollups of one length with starts in [from, to), in time order. */
  public static List<Rollup> of(SeriesState series, Window window, long from, long to) {
    TreeSet<Long> starts = new TreeSet<>();
    for (LiveWindow entry : series.entries()) {
      // An open child stands for a parent that has no entry of its own yet.
      boolean candidate =
          entry.window() == window
              || (entry.window().ordinal() < window.ordinal()
                  && entry.state() != Rollup.State.FINAL);
      long start = window.start(entry.start());
      if (candidate && start >= from && start < to) {
        starts.add(start);
      }
    }
    List<Rollup> found = new ArrayList<>();
    for (long start : starts) {
      Rollup rollup = at(series, window, start);
      if (rollup != null) {
        found.add(rollup);
      }
    }
    return found;
  }

  /** The newest window of a length; null where none is known. */
  public static @Nullable Rollup newest(SeriesState series, Window window) {
    long start = Long.MIN_VALUE;
    for (LiveWindow entry : series.entries()) {
      if (entry.window().ordinal() <= window.ordinal()) {
        start = Math.max(start, window.start(entry.start()));
      }
    }
    Rollup newest = start == Long.MIN_VALUE ? null : at(series, window, start);
    if (newest != null || start == Long.MIN_VALUE) {
      return newest;
    }
    List<Rollup> all = of(series, window, Long.MIN_VALUE, start);
    return all.isEmpty() ? null : all.getLast();
  }

  /**
   * The window that starts at {@code start}, open or closed; null where nothing is known of it, or
   * not all of it (its base is missing).
   */
  public static @Nullable Rollup at(SeriesState series, Window window, long start) {
    Rollup rollup = resolve(series, window, start);
    return rollup == UNKNOWN || (rollup != null && rollup.aggregate().isEmpty()) ? null : rollup;
  }

  private static @Nullable Rollup resolve(SeriesState series, Window window, long start) {
    LiveWindow told = series.entry(window, start);
    Rollup entry = told == null ? null : told.rollup();
    if (window == Window.M5 || (entry != null && entry.state() != Rollup.State.BASE)) {
      return entry;
    }
    List<Rollup> children = openChildren(series, window, start);
    if (children.contains(UNKNOWN)) {
      return UNKNOWN;
    }
    if (entry == null) {
      if (children.isEmpty()) {
        return null;
      }
      if (children.getFirst().start() != start) {
        return UNKNOWN;
      }
    }
    boolean counter = series.kind() == MetricKind.COUNTER;
    Aggregate merged = entry == null ? new Aggregate() : entry.aggregate().copy();
    RollupVersion version = entry == null ? RollupVersion.NONE : entry.version();
    for (Rollup child : children) {
      merged.mergeOverTime(child.aggregate(), counter);
      version = version.compareTo(child.version()) < 0 ? child.version() : version;
    }
    return new Rollup(window, start, version, Rollup.State.PROVISIONAL, merged);
  }

  private static List<Rollup> openChildren(SeriesState series, Window window, long start) {
    Window child = Objects.requireNonNull(window.child());
    List<Rollup> children = new ArrayList<>();
    for (long at = start; at < window.end(start); at += child.millis()) {
      Rollup rollup = resolve(series, child, at);
      if (rollup == UNKNOWN
          || (rollup != null
              && rollup.state() == Rollup.State.PROVISIONAL
              && !rollup.aggregate().isEmpty())) {
        children.add(rollup);
      }
    }
    return children;
  }
}
