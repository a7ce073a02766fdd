package io.tidegauge.processor.window;

import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.OverflowSeries;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.window.SeriesTable.Flag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that a task knows, with the steps that keep its parts in agreement. */
final class TaskState {

  /** Finals of one series that wait for the live publisher; older ones are in the history. */
  private static final int PENDING_FINALS = 64;

  /** The same while the task catches up, where many close from one hand-over to the next. */
  private static final int PENDING_FINALS_BEHIND = 4;

  final EngineSettings settings;
  final EngineCounters counters = new EngineCounters();
  final SeriesTable series = new SeriesTable();
  final WindowTable windows = new WindowTable();
  final ProducerBatches producers;
  final List<TenantState> tenants = new ArrayList<>();
  private final Map<String, TenantState> tenantsByName = new HashMap<>();

  /** Offset of the record that is, or was last, processed; -1 before any. */
  long offset = -1;

  /** Revised windows taken in since that record: they come between two records, and must tell. */
  int revisions;

  /** Keys whose values are to be removed from the changelog. */
  final List<byte[]> removedKeys = new ArrayList<>();

  /** Series with a dirty head or base; may name one twice, or one that is gone. */
  final IntList dirtySeries = new IntList();

  /** Windows that are dirty; may name one twice, or one that is gone. */
  final IntList dirtyWindows = new IntList();

  /** Series that changed for the live publisher; may name one twice, or one that is gone. */
  final IntList liveSeries = new IntList();

  /**
   * Series with an open window that got a closed child, and was not written since; may name one
   * twice, or one that is gone.
   */
  final IntList dueParents = new IntList();

  /** Whether it catches up: what is told beside the samples' windows is told less often. */
  boolean behind;

  /** Whether there were such when the changelog was written that was restored. */
  boolean parentsWereDue;

  final LiveEnded ended = new LiveEnded();

  /** Series that changed for the stores of the live state; as {@link #liveSeries}. */
  final IntList stateSeries = new IntList();

  final LiveEnded endedForStores = new LiveEnded();

  /** Whether there are such stores: nothing is marked for them otherwise. */
  boolean hasStores;

  TaskState(EngineSettings settings) {
    this.settings = settings;
    this.producers = new ProducerBatches(settings.producerLimit());
  }

  TenantState tenant(String name) {
    TenantState tenant = tenantsByName.get(name);
    if (tenant == null) {
      tenant = new TenantState(tenants.size(), name);
      tenants.add(tenant);
      tenantsByName.put(name, tenant);
    }
    return tenant;
  }

  RollupVersion version() {
    return new RollupVersion(settings.topicEpoch(), Math.max(0, offset), revisions);
  }

  /** Asks for a closed window to be computed from the raw samples up to the last record. */
  RevisionRecord.Request request(
      TenantState tenant, SeriesId id, Labels labels, MetricKind kind, Window window, long start) {
    return new RevisionRecord.Request(
        tenant.name,
        id,
        labels,
        kind,
        window,
        start,
        tenant.watermark,
        settings.topicEpoch(),
        Math.max(0, offset));
  }

  /** The window of a series that starts at {@code start}, opened where it is not. */
  int window(TenantState tenant, int index, long start) {
    int found = findWindow(index, start);
    if (found != WindowTable.NONE) {
      return found;
    }
    int newest = series.newestWindow[index];
    int expected = newest == WindowTable.NONE ? 0 : windows.count(newest);
    int slot = insertWindow(index, start, !series.isObservation(index), expected);
    tenant.addWindow(start, slot);
    series.set(index, Flag.STATE_BASES);
    return slot;
  }

  /** The open window of a series that starts at {@code start}. */
  int findWindow(int index, long start) {
    int at = series.newestWindow[index];
    while (at != WindowTable.NONE && windows.start(at) > start) {
      at = windows.older(at);
    }
    return at != WindowTable.NONE && windows.start(at) == start ? at : WindowTable.NONE;
  }

  /** Puts a new window in its place in the series' list. */
  int insertWindow(int index, long start, boolean keepsSamples, int expected) {
    int newer = WindowTable.NONE;
    int at = series.newestWindow[index];
    while (at != WindowTable.NONE && windows.start(at) > start) {
      newer = at;
      at = windows.older(at);
    }
    int slot = windows.create(index, start, at, keepsSamples, expected);
    link(index, newer, slot);
    return slot;
  }

  /** Makes {@code slot} what follows {@code newer} in the series' list. */
  private void link(int index, int newer, int slot) {
    if (newer == WindowTable.NONE) {
      series.newestWindow[index] = slot;
    } else {
      windows.linkOlder(newer, slot);
    }
  }

  /** Takes a window out; its keys go from the changelog. */
  void removeWindow(int slot) {
    if (windows.isLogged(slot)) {
      int index = windows.series(slot);
      long high = series.high(index);
      long low = series.low(index);
      int samples = windows.keepsSamples(slot) ? windows.count(slot) : 1;
      for (int first = 0; first < samples; first += settings.samplesPerEntry()) {
        removedKeys.add(StateKeys.samples(high, low, windows.start(slot), first));
      }
    }
    unlinkWindow(slot);
  }

  /** Takes a window out of the tables only. */
  void unlinkWindow(int slot) {
    int index = windows.series(slot);
    int newer = WindowTable.NONE;
    int at = series.newestWindow[index];
    while (at != slot) {
      newer = at;
      at = windows.older(at);
    }
    link(index, newer, windows.older(slot));
    windows.remove(slot);
  }

  /** Adds a series that is not known yet; its index. */
  int newSeries(TenantState tenant, SeriesId id, MetricKind kind, Labels labels) {
    int index = series.add(id.high(), id.low());
    series.describe(index, tenant.index, kind, labels);
    count(tenant, labels, 1);
    headChanged(index);
    return index;
  }

  /** Takes a series out that has no window left; its keys go from the changelog. */
  void removeSeries(int index) {
    count(tenants.get(series.tenant[index]), series.labels(index), -1);
    if (series.isSet(index, Flag.HEAD_LOGGED)) {
      removedKeys.add(StateKeys.head(series.high(index), series.low(index)));
    }
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      removeBase(index, level);
    }
    series.remove(index);
  }

  /** Takes a base out, if there is one; its keys go from the changelog. */
  void removeBase(int index, int level) {
    if (!series.hasBase(level, index)) {
      return;
    }
    long high = series.high(index);
    long low = series.low(index);
    if (series.isSet(index, Flag.BASE_LOGGED << level)) {
      series.unset(index, Flag.BASE_LOGGED << level);
      removedKeys.add(StateKeys.base(high, low, level));
    }
    ClosedChildren children = series.children(level, index);
    for (int i = 0; i < children.size(); i++) {
      if (children.isLogged(i)) {
        removedKeys.add(StateKeys.child(high, low, level, children.start(i)));
      }
    }
    series.removeBase(level, index);
  }

  /** Counts a series towards the limit, or as one that takes in what is over it. */
  void count(TenantState tenant, Labels labels, int by) {
    if (OverflowSeries.is(labels, settings.partition())) {
      tenant.overflowCount += by;
    } else {
      tenant.seriesCount += by;
    }
  }

  void windowChanged(int slot) {
    if (windows.markDirty(slot)) {
      dirtyWindows.add(slot);
    }
  }

  void headChanged(int index) {
    if (series.set(index, Flag.HEAD_DIRTY)) {
      dirtySeries.add(index);
    }
  }

  void baseChanged(int index, int level) {
    series.set(index, Flag.LIVE_BASE << level | Flag.STATE_BASES);
    if (series.set(index, Flag.BASE_DIRTY << level)) {
      dirtySeries.add(index);
    }
  }

  /** Notes that the open window of a level is to be written. */
  void parentDue(int index, int level) {
    if (!series.isSet(index, 7 * Flag.PARENT_DUE)) {
      dueParents.add(index);
    }
    series.set(index, Flag.PARENT_DUE << level);
  }

  /** The bases are to be merged again, as the kind of the series has changed. */
  void mergeBasesAgain(int index) {
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      if (series.hasBase(level, index)) {
        series.forgetMerged(level, index);
        baseChanged(index, level);
      }
    }
  }

  void liveChanged(int index) {
    if (series.set(index, Flag.LIVE)) {
      liveSeries.add(index);
    }
    if (hasStores) {
      stateChanged(index);
    }
  }

  void stateChanged(int index) {
    if (series.set(index, Flag.STATE)) {
      stateSeries.add(index);
    }
  }

  /** Keeps what is told of a series that ended. */
  void seriesEnded(TenantState tenant, LiveSeries last) {
    ended.add(tenant, last);
    if (hasStores) {
      endedForStores.add(tenant, last);
    }
  }

  /** Keeps a closed window for the live publisher. */
  void finalForLive(int index, ClosedWindow closed) {
    List<byte[]> finals = series.pendingFinals[index];
    if (finals == null) {
      finals = new ArrayList<>(4);
      series.pendingFinals[index] = finals;
    }
    finals.add(closed.encoded());
    while (finals.size() > (behind ? PENDING_FINALS_BEHIND : PENDING_FINALS)) {
      finals.removeFirst();
    }
    liveChanged(index);
  }

  /** The open windows of a series, in time order. */
  int[] openWindows(int index) {
    int n = 0;
    for (int at = series.newestWindow[index]; at != WindowTable.NONE; at = windows.older(at)) {
      n++;
    }
    int[] slots = new int[n];
    for (int at = series.newestWindow[index]; at != WindowTable.NONE; at = windows.older(at)) {
      slots[--n] = at;
    }
    return slots;
  }

  /** The window of a level: 0 is 15m, 1 is 1h, 2 is 24h. */
  static Window windowOfLevel(int level) {
    return switch (level) {
      case 0 -> Window.M15;
      case 1 -> Window.H1;
      default -> Window.H24;
    };
  }
}
