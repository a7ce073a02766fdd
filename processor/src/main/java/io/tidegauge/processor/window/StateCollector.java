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
 * Turns changed series into batches for the stores of the live state, as {@link LiveCollector} does
 * for the topic, at these stores' own pace. Of a series all open 5m windows are told, and the
 * larger open ones, all of them or, where none of them has changed, none; nothing that is closed.
 */
final class StateCollector {

  private final TaskState state;
  private final TenantBatches byTenant;

  StateCollector(TaskState state) {
    this.state = state;
    this.byTenant = new TenantBatches(state);
  }

  void markAll() {
    for (int index = 0; index < state.series.indexes(); index++) {
      if (state.series.isUsed(index)) {
        state.series.set(index, Flag.STATE_BASES);
        state.stateChanged(index);
      }
    }
  }

  List<LiveBatch> collect(int limit) {
    int taken = 0;
    while (taken < limit && !state.endedForStores.isEmpty()) {
      LiveEnded.Ended ended = state.endedForStores.next();
      byTenant.add(ended.tenant(), ended.series());
      taken++;
    }
    if (taken == 0) { // a series that has come again since is told of in the next batch
      int visited = 0;
      while (taken < limit && visited < state.stateSeries.size()) {
        int index = state.stateSeries.get(visited++);
        if (state.series.isSet(index, Flag.STATE)) {
          byTenant.add(state.tenants.get(state.series.tenant[index]), entry(index));
          taken++;
        }
      }
      state.stateSeries.removeFirst(visited);
    }
    return state.tenants.stream()
        .filter(tenant -> !byTenant.isEmpty(tenant))
        .map(byTenant::take)
        .toList();
  }

  private LiveSeries entry(int index) {
    SeriesTable series = state.series;
    RollupVersion version = state.version();
    List<Rollup> rollups = new ArrayList<>(6);
    int[] open = state.openWindows(index);
    boolean counter = series.isCounter(index);
    for (int slot : open) {
      rollups.add(
          new Rollup(
              Window.M5,
              state.windows.start(slot),
              version,
              Rollup.State.PROVISIONAL,
              state.windows.aggregate(slot, counter)));
    }
    if (series.isSet(index, Flag.STATE_BASES)) {
      for (int level = 0; level < SeriesTable.LEVELS; level++) {
        Window window = TaskState.windowOfLevel(level);
        Aggregate base = series.base(level, index);
        if (base != null) {
          rollups.add(
              new Rollup(window, series.baseStart(level, index), version, Rollup.State.BASE, base));
        }
        LiveCollector.forEmptyBases(
            state,
            index,
            level,
            open,
            start ->
                rollups.add(
                    new Rollup(window, start, version, Rollup.State.BASE, LiveCollector.NOTHING)));
      }
    }
    boolean ended = series.isEnded(index);
    series.unset(index, Flag.STATE | Flag.STATE_BASES);
    if (ended) { // the stores forget it: should it come again they need all of it
      series.set(index, Flag.STATE_BASES);
    }
    return new LiveSeries(
        series.id(index),
        series.labels(index),
        series.kind(index),
        version.offset(),
        series.lastTimestamp[index],
        series.lastValue[index],
        ended,
        rollups);
  }
}
