package io.tidegauge.processor.window;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveBatchWriter;
import io.tidegauge.contract.live.LiveRecord;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.window.SeriesTable.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Turns changed series into records of the live topic. The marks on the series are the conflating
 * buffer: a series that changes a thousand times before it is collected is collected once.
 */
final class LiveCollector {

  static final Aggregate NOTHING = new Aggregate();

  /** A record has less than 256 KiB with its last series, as the buffers that it is put into. */
  private static final int RECORD_BYTES = 224 * 1024;

  private final TaskState state;
  private final TenantBatches ended;

  /** By tenant: what is to be written. */
  private final List<IntList> changed = new ArrayList<>();

  private final LiveBatchWriter writer = new LiveBatchWriter(RECORD_BYTES);
  private int refreshed;
  private double due;

  LiveCollector(TaskState state) {
    this.state = state;
    this.ended = new TenantBatches(state);
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

  List<LiveRecord> collect(int limit) {
    List<LiveRecord> records = new ArrayList<>();
    if (state.ended.isEmpty()) {
      takeChanged(limit);
    } else { // a series that has come again since is told of in the next batch: each once a batch
      takeEnded(limit);
    }
    RollupVersion version = state.version();
    for (TenantState tenant : state.tenants) {
      IntList indexes = changed(tenant);
      boolean isDirty = tenant.liveDirty;
      tenant.liveDirty = false;
      if (!ended.isEmpty(tenant)) {
        writer.write(ended.take(tenant), records::add);
      } else if (isDirty || !indexes.isEmpty()) {
        write(tenant, indexes, version, records);
      }
    }
    return records;
  }

  private void takeEnded(int limit) {
    for (int taken = 0; taken < limit && !state.ended.isEmpty(); taken++) {
      LiveEnded.Ended next = state.ended.next();
      ended.add(next.tenant(), next.series());
    }
  }

  private void takeChanged(int limit) {
    int taken = 0;
    int visited = 0;
    while (taken < limit && visited < state.liveSeries.size()) {
      int index = state.liveSeries.get(visited++);
      if (state.series.isSet(index, Flag.LIVE)) {
        state.series.unset(index, Flag.LIVE); // its index may be there twice
        changed(state.tenants.get(state.series.tenant[index])).add(index);
        taken++;
      }
    }
    state.liveSeries.removeFirst(visited);
  }

  private IntList changed(TenantState tenant) {
    while (changed.size() <= tenant.index) {
      changed.add(new IntList());
    }
    return changed.get(tenant.index);
  }

  /**
   * Writes the series that were taken of a tenant; one record at least, as it has the watermark.
   */
  private void write(
      TenantState tenant, IntList indexes, RollupVersion version, List<LiveRecord> records) {
    for (int i = 0; i < indexes.size(); i++) {
      write(indexes.get(i), version);
      if (writer.isFull() && i + 1 < indexes.size()) {
        records.add(end(tenant));
      }
    }
    indexes.clear();
    records.add(end(tenant));
  }

  private LiveRecord end(TenantState tenant) {
    return writer.end(
        tenant.name,
        state.settings.topicEpoch(),
        Math.max(0, state.offset),
        tenant.watermark,
        LiveBatch.UNKNOWN);
  }

  /**
   * The starts of the windows that have open children, or open children of these, and no closed one
   * yet: without an empty base of each a reader could not tell that nothing of the window is
   * missing. They change only where a window opens, or a base changes.
   */
  static void forEmptyBases(
      TaskState state, int index, int level, int[] open, LongConsumer starts) {
    Window window = TaskState.windowOfLevel(level);
    boolean known = state.series.hasBase(level, index);
    long last = known ? state.series.baseStart(level, index) : Long.MIN_VALUE;
    for (int lower = level - 1; lower >= 0; lower--) { // from the oldest
      if (state.series.hasBase(lower, index)) {
        long start = window.start(state.series.baseStart(lower, index));
        if (start > last) {
          starts.accept(start);
          last = start;
        }
      }
    }
    for (int slot : open) { // from the oldest
      long start = window.start(state.windows.start(slot));
      if (start > last) {
        starts.accept(start);
        last = start;
      }
    }
  }

  /**
   * The children that closed last: whoever had the task before may have kept them from the readers,
   * and history may not have them yet.
   */
  private void writeLastClosed(int index) {
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      if (state.series.hasBase(level, index)) {
        ClosedChildren children = state.series.children(level, index);
        writer.window(children.encoded(children.size() - 1));
      }
    }
  }

  /** What has changed of a series; all of it where that is to be told. */
  private void write(int index, RollupVersion version) {
    SeriesTable series = state.series;
    writer.beginSeries(
        series.high(index),
        series.low(index),
        series.labels(index),
        series.kind(index),
        version.offset(),
        series.lastTimestamp[index],
        series.lastValue[index],
        series.isEnded(index));
    boolean full = series.isSet(index, Flag.LIVE_FULL);
    if (full) {
      writeLastClosed(index);
    }
    List<byte[]> finals = series.pendingFinals[index];
    if (finals != null) {
      finals.forEach(writer::window);
      series.pendingFinals[index] = null;
    }
    boolean counter = series.isCounter(index);
    int[] open = state.openWindows(index);
    boolean basesChanged = full || series.isSet(index, 7 * Flag.LIVE_BASE);
    for (int slot : open) {
      basesChanged |= state.windows.isNew(slot);
      if (state.windows.tell(slot) || full) {
        writer.window(
            Window.M5,
            state.windows.start(slot),
            version,
            Rollup.State.PROVISIONAL,
            state.windows.current(slot, counter));
      }
    }
    if (basesChanged) {
      writeBases(index, open, full, version);
    }
    series.unset(index, Flag.LIVE_FULL | 7 * Flag.LIVE_BASE);
    writer.endSeries();
  }

  private void writeBases(int index, int[] open, boolean full, RollupVersion version) {
    SeriesTable series = state.series;
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      Window window = TaskState.windowOfLevel(level);
      boolean isTold = full || series.isSet(index, Flag.LIVE_BASE << level);
      Aggregate base = isTold ? series.base(level, index) : null;
      if (base != null) {
        writer.window(window, series.baseStart(level, index), version, Rollup.State.BASE, base);
      }
      forEmptyBases(
          state,
          index,
          level,
          open,
          start -> writer.window(window, start, version, Rollup.State.BASE, NOTHING));
    }
  }
}
