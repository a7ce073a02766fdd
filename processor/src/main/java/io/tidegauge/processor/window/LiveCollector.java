package io.tidegauge.processor.window;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.window.SeriesTable.Flag;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns changed series into live batches. The marks on the series are the conflating buffer: a
 * series that changes a thousand times before it is collected is collected once.
 */
final class LiveCollector {

  private static final Aggregate NOTHING = new Aggregate();

  private final TaskState state;
  private final TenantBatches byTenant;
  private int refreshed;
  private double due;

  LiveCollector(TaskState state) {
    this.state = state;
    this.byTenant = new TenantBatches(state);
  }

  void markAll() {
    for (int index = 0; index < state.series.indexes(); index++) {
      if (state.series.isUsed(index)) {
        state.series.set(index, Flag.LIVE_FULL | Flag.STATE_BASES);
        state.liveChanged(index);
      }
    }
    state.tenants.forEach(tenant -> tenant.liveDirty = true);
  }

  /** Marks the next series, as many as are a share of all of them, in a round over the table. */
  void markNext(double share) {
    int places = state.series.indexes();
    due = Math.min(due + share * places, places);
    for (; due >= 1; due--) {
      refreshed = refreshed + 1 < places ? refreshed + 1 : 0;
      if (state.series.isUsed(refreshed)) {
        state.series.set(refreshed, Flag.LIVE_FULL | Flag.STATE_BASES);
        state.liveChanged(refreshed);
      }
    }
  }

  List<LiveBatch> collect(int limit) {
    int taken = 0;
    while (taken < limit && !state.ended.isEmpty()) {
      LiveEnded.Ended ended = state.ended.next();
      byTenant.add(ended.tenant(), ended.series());
      taken++;
    }
    if (taken > 0) {
      // A series that has come again since is told of in the next batch: each once a batch.
      return batches();
    }
    int visited = 0;
    while (taken < limit && visited < state.liveSeries.size()) {
      int index = state.liveSeries.get(visited++);
      if (state.series.isSet(index, Flag.LIVE)) {
        byTenant.add(state.tenants.get(state.series.tenant[index]), entry(index));
        taken++;
      }
    }
    state.liveSeries.removeFirst(visited);
    return batches();
  }

  private List<LiveBatch> batches() {
    List<LiveBatch> batches = new ArrayList<>();
    for (TenantState tenant : state.tenants) {
      if (!byTenant.isEmpty(tenant) || tenant.liveDirty) {
        batches.add(byTenant.take(tenant));
        tenant.liveDirty = false;
      }
    }
    return batches;
  }

  /**
   * The bases of the windows that have open children, or open children of these, and no closed one
   * yet: without them a reader could not tell that nothing of the window is missing. They change
   * only where a window opens, or a base changes.
   */
  static void addEmptyBases(
      TaskState state,
      int index,
      int level,
      int[] open,
      RollupVersion version,
      List<Rollup> rollups) {
    Window window = TaskState.windowOfLevel(level);
    boolean known = state.series.hasBase(level, index);
    long last = known ? state.series.baseStart(level, index) : Long.MIN_VALUE;
    for (int lower = level - 1; lower >= 0; lower--) { // from the oldest
      if (state.series.hasBase(lower, index)) {
        long start = window.start(state.series.baseStart(lower, index));
        if (start > last) {
          rollups.add(new Rollup(window, start, version, Rollup.State.BASE, NOTHING));
          last = start;
        }
      }
    }
    for (int slot : open) { // from the oldest
      long start = window.start(state.windows.start(slot));
      if (start > last) {
        rollups.add(new Rollup(window, start, version, Rollup.State.BASE, NOTHING));
        last = start;
      }
    }
  }

  /**
   * The children that closed last: whoever had the task before may have kept them from the readers,
   * and history may not have them yet.
   */
  private void addLastClosed(int index, List<Rollup> rollups) {
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      if (state.series.hasBase(level, index)) {
        rollups.add(state.series.children(level, index).last());
      }
    }
  }

  /** What has changed of a series; all of it where that is to be told. */
  private LiveSeries entry(int index) {
    SeriesTable series = state.series;
    RollupVersion version = state.version();
    List<Rollup> rollups = new ArrayList<>(6);
    boolean full = series.isSet(index, Flag.LIVE_FULL);
    if (full) {
      addLastClosed(index, rollups);
    }
    List<byte[]> finals = series.pendingFinals[index];
    if (finals != null) {
      finals.forEach(encoded -> rollups.add(ClosedWindow.decode(encoded)));
      series.pendingFinals[index] = null;
    }
    boolean counter = series.isCounter(index);
    int[] open = state.openWindows(index);
    boolean basesChanged = full || series.isSet(index, 7 * Flag.LIVE_BASE);
    for (int slot : open) {
      basesChanged |= state.windows.isNew(slot);
      if (state.windows.tell(slot) || full) {
        rollups.add(
            new Rollup(
                Window.M5,
                state.windows.start(slot),
                version,
                Rollup.State.PROVISIONAL,
                state.windows.aggregate(slot, counter)));
      }
    }
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      boolean isTold = full || series.isSet(index, Flag.LIVE_BASE << level);
      Aggregate base = isTold ? series.base(level, index) : null;
      if (base != null) {
        rollups.add(
            new Rollup(
                TaskState.windowOfLevel(level),
                series.baseStart(level, index),
                version,
                Rollup.State.BASE,
                base));
      }
      if (basesChanged) {
        addEmptyBases(state, index, level, open, version, rollups);
      }
    }
    series.unset(index, Flag.LIVE | Flag.LIVE_FULL | 7 * Flag.LIVE_BASE);
    return new LiveSeries(
        series.id(index),
        series.labels(index),
        series.kind(index),
        version.offset(),
        series.lastTimestamp[index],
        series.lastValue[index],
        series.isEnded(index),
        rollups);
  }
}
