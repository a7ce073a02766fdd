package io.tidegauge.processor.window;

import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.processor.window.SeriesTable.Flag;
import java.util.List;

/**
 * Closes windows as a tenant's watermark moves on: in the order of their ends, children before
 * parents, so that a parent is complete when its turn comes. What closes is FINAL; each parent that
 * stays open and got a new child is written PROVISIONAL, once a round or, where the task catches
 * up, once for many rounds; a mark ends the round.
 */
final class WindowCloser {

  private final TaskState state;
  private final SeriesLimit limit;

  private final ProtoWriter buffer = new ProtoWriter(1024);

  WindowCloser(TaskState state) {
    this.state = state;
    this.limit = new SeriesLimit(state);
  }

  /** Moves the watermark, never back, and closes what it has passed. */
  void advance(TenantState tenant, long watermark, EngineOutput output) {
    if (watermark <= tenant.watermark) {
      return;
    }
    tenant.watermark = watermark;
    tenant.dirty = true;
    tenant.liveDirty = true;
    long closedTo = closedTo(watermark);
    if (closedTo <= tenant.closedTo) {
      return;
    }
    // Before anything is written: what is open afterwards is decided by this.
    tenant.closedTo = closedTo;
    for (long end = tenant.nextEnd(); end <= closedTo; end = tenant.nextEnd()) {
      closeAt(tenant, end, output);
    }
    if (!state.behind) {
      writeParents(output);
    }
    output.rollup(new RollupRecord.Mark(tenant.name, watermark, state.version()));
  }

  /** Up to where windows are closed at a watermark: the last 5m end a grace before it. */
  long closedTo(long watermark) {
    return watermark == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : Window.M5.start(watermark - state.settings.graceMillis());
  }

  private void closeAt(TenantState tenant, long end, EngineOutput output) {
    IntList slots = tenant.take(Window.M5, end);
    for (int i = 0; slots != null && i < slots.size(); i++) {
      closeFiveMinutes(tenant, slots.get(i), output);
    }
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      IntList series = tenant.take(TaskState.windowOfLevel(level), end);
      for (int i = 0; series != null && i < series.size(); i++) {
        closeParent(tenant, level, series.get(i), output);
      }
    }
  }

  private void closeFiveMinutes(TenantState tenant, int slot, EngineOutput output) {
    int index = state.windows.series(slot);
    long start = state.windows.start(slot);
    Aggregate aggregate = state.windows.aggregate(slot, state.series.isCounter(index));
    state.removeWindow(slot);
    addToBase(tenant, index, 0, writeFinal(tenant, index, Window.M5, start, aggregate, output));
  }

  private void closeParent(TenantState tenant, int level, int index, EngineOutput output) {
    Aggregate aggregate = state.series.base(level, index);
    if (aggregate == null) {
      throw new IllegalStateException("no base of series " + state.series.id(index));
    }
    long start = state.series.baseStart(level, index);
    state.removeBase(index, level);
    state.series.unset(index, Flag.PARENT_DUE << level);
    state.baseChanged(index, level);
    ClosedWindow closed =
        writeFinal(tenant, index, TaskState.windowOfLevel(level), start, aggregate, output);
    if (level + 1 < SeriesTable.LEVELS) {
      addToBase(tenant, index, level + 1, closed);
    } else if (state.series.newestWindow[index] == WindowTable.NONE) {
      evict(tenant, index);
    }
  }

  /** Merges a closed window into its parent's base, or what replaces one. */
  private void addToBase(TenantState tenant, int index, int level, ClosedWindow child) {
    SeriesTable series = state.series;
    long start = TaskState.windowOfLevel(level).start(child.rollup().start());
    boolean isFirst = !series.hasBase(level, index);
    if (!isFirst && series.baseStart(level, index) != start) {
      throw new IllegalStateException(
          "a child closed before the window before its parent, series " + series.id(index));
    }
    if (!series.putChild(level, index, start, child)) {
      return;
    }
    if (isFirst) {
      tenant.addBase(TaskState.windowOfLevel(level), start, index);
    }
    state.baseChanged(index, level);
    state.parentDue(index, level);
    state.liveChanged(index);
  }

  /** Takes a window that was computed again. */
  void revise(TenantState tenant, RevisionRecord.Result result, EngineOutput output) {
    output.rollup(result.toRollupRecord());
    if (result.rollup().version().compareTo(state.version()) > 0) {
      return; // computed for a state that this one, begun anew, has yet to reach: it will ask again
    }
    SeriesTable series = state.series;
    ClosedWindow revised = ClosedWindow.of(result.rollup(), buffer);
    int index = series.find(result.series().high(), result.series().low());
    Window parent = result.window().parent();
    if (parent != null) {
      long start = parent.start(result.start());
      if (parent.end(start) > tenant.closedTo) {
        if (index == SeriesTable.NONE && !limit.hasRoom(tenant)) {
          refuseParent(tenant, result, parent, "there is no room for its series any more", output);
          return;
        }
        if (index == SeriesTable.NONE) {
          index = state.newSeries(tenant, result.series(), result.kind(), result.labels());
          Aggregate aggregate = result.rollup().aggregate();
          series.sampled(index, aggregate.lastTimestamp(), aggregate.last());
        }
        addToBase(tenant, index, result.window().ordinal(), revised);
        for (int above = result.window().ordinal() + 1; above < SeriesTable.LEVELS; above++) {
          if (series.hasBase(above, index)) {
            state.parentDue(index, above);
          }
        }
        if (!state.behind) {
          writeParents(output);
        }
      } else if (parent.end(start) > closedTo(result.watermark())) {
        if (tenant.hasOverflow(Window.H24.start(start))) {
          refuseParent(tenant, result, parent, "the day has overflow", output);
        } else {
          output.revision(
              state.request(
                  tenant, result.series(), result.labels(), result.kind(), parent, start));
        }
      }
    }
    if (index != SeriesTable.NONE) {
      state.finalForLive(index, revised);
    }
  }

  /** The child counts, its parents do not: told as what is over the limit. */
  private void refuseParent(
      TenantState tenant,
      RevisionRecord.Result result,
      Window parent,
      String why,
      EngineOutput output) {
    state.counters.overLimit++;
    output.reject(
        Rejects.of(
            state,
            tenant.name,
            Math.max(0, tenant.watermark),
            RejectReason.SERIES_LIMIT,
            "the late samples of this "
                + result.window().label()
                + " window do not count in its "
                + parent.label()
                + " window: "
                + why,
            result.labels().toString(),
            result.start(),
            Double.NaN,
            new byte[0]));
  }

  private ClosedWindow writeFinal(
      TenantState tenant,
      int index,
      Window window,
      long start,
      Aggregate aggregate,
      EngineOutput output) {
    Rollup rollup = new Rollup(window, start, state.version(), Rollup.State.FINAL, aggregate);
    state.counters.closed++;
    write(tenant, index, rollup, output);
    ClosedWindow closed = ClosedWindow.of(rollup, buffer);
    state.finalForLive(index, closed);
    return closed;
  }

  private void write(TenantState tenant, int index, Rollup rollup, EngineOutput output) {
    output.rollup(
        new RollupRecord.OfSeries(
            tenant.name,
            state.series.id(index),
            state.series.metric(index),
            state.series.kind(index),
            rollup));
  }

  /** Writes the parents that are due. */
  void writeParents(EngineOutput output) {
    for (int i = 0; i < state.dueParents.size(); i++) {
      int index = state.dueParents.get(i);
      if (state.series.isSet(index, 7 * Flag.PARENT_DUE)) { // otherwise it is gone since
        writeParents(state.tenants.get(state.series.tenant[index]), index, output);
      }
    }
    state.dueParents.clear();
  }

  private void writeParents(TenantState tenant, int index, EngineOutput output) {
    SeriesTable series = state.series;
    boolean counter = series.isCounter(index);
    int[] open = state.openWindows(index);
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      Aggregate aggregate =
          series.isSet(index, Flag.PARENT_DUE << level) ? series.base(level, index) : null;
      if (aggregate == null) {
        continue;
      }
      Window window = TaskState.windowOfLevel(level);
      long start = series.baseStart(level, index);
      for (int lower = level - 1; lower >= 0; lower--) {
        Aggregate base = series.base(lower, index);
        if (base != null) {
          aggregate.mergeOverTime(base, counter);
        }
      }
      for (int slot : open) {
        if (state.windows.start(slot) < window.end(start)) {
          aggregate.mergeOverTime(state.windows.current(slot, counter), counter);
        }
      }
      Rollup rollup =
          new Rollup(window, start, state.version(), Rollup.State.PROVISIONAL, aggregate);
      write(tenant, index, rollup, output);
    }
    series.unset(index, 7 * Flag.PARENT_DUE);
  }

  private void evict(TenantState tenant, int index) {
    List<byte[]> finals = state.series.pendingFinals[index];
    state.seriesEnded(
        tenant,
        new LiveSeries(
            state.series.id(index),
            state.series.labels(index),
            state.series.kind(index),
            Math.max(0, state.offset),
            state.series.lastTimestamp[index],
            state.series.lastValue[index],
            true,
            finals == null ? List.of() : finals.stream().map(ClosedWindow::decode).toList()));
    state.removeSeries(index);
  }
}
