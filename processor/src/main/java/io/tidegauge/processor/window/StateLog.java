package io.tidegauge.processor.window;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.wire.UnknownVersionException;
import io.tidegauge.processor.window.SeriesTable.Flag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes what changed to the changelog, and fills the tables from it. */
final class StateLog {

  private final TaskState state;
  private final SeriesTable series;
  private final WindowTable windows;
  private final StateCodec codec = new StateCodec();
  private long loggedOffset = -1;
  private int loggedRevisions;
  private boolean loggedDue;
  private int aheadInSeries;
  private int aheadInWindows;

  StateLog(TaskState state) {
    this.state = state;
    this.series = state.series;
    this.windows = state.windows;
  }

  /**
   * Writes some of what changed before the commit has to, {@code limit} series or windows at the
   * most. What is seen to change more than once between two commits waits for the commit.
   */
  void writeAhead(ChangeSink sink, int limit) {
    writeRemovals(sink);
    int left = limit;
    while (left > 0 && aheadInSeries < state.dirtySeries.size()) {
      writeSeries(state.dirtySeries.get(aheadInSeries++), sink);
      left--;
    }
    while (left > 0 && aheadInWindows < state.dirtyWindows.size()) {
      int slot = state.dirtyWindows.get(aheadInWindows++);
      if (windows.isDirty(slot) && !windows.changesOften(slot)) {
        writeWindow(slot, sink);
        left--;
      }
    }
  }

  void writeOut(ChangeSink sink) {
    writeRemovals(sink);
    for (int i = aheadInSeries; i < state.dirtySeries.size(); i++) {
      writeSeries(state.dirtySeries.get(i), sink);
    }
    state.dirtySeries.clear();
    aheadInSeries = 0;
    for (int i = 0; i < state.dirtyWindows.size(); i++) {
      writeWindow(state.dirtyWindows.get(i), sink);
    }
    state.dirtyWindows.clear();
    aheadInWindows = 0;
    windows.beginPeriod();
    for (TenantState tenant : state.tenants) {
      if (tenant.dirty) {
        tenant.dirty = false;
        sink.put(StateKeys.tenant(tenant.name), codec.tenant(tenant));
      }
    }
    state.producers.drainDirty(
        (producer, batches) ->
            sink.put(
                StateKeys.producer(producer.tenant(), producer.name(), producer.epoch()),
                codec.batches(batches)));
    boolean due = !state.dueParents.isEmpty();
    if (state.offset != loggedOffset || state.revisions != loggedRevisions || due != loggedDue) {
      loggedOffset = state.offset;
      loggedRevisions = state.revisions;
      loggedDue = due;
      sink.put(StateKeys.position(), codec.position(state));
    }
  }

  /** Before all else: a series may have been evicted and come again since. */
  private void writeRemovals(ChangeSink sink) {
    state.removedKeys.forEach(key -> sink.put(key, null));
    state.removedKeys.clear();
  }

  private void writeSeries(int index, ChangeSink sink) {
    if (series.isSet(index, Flag.HEAD_DIRTY)) {
      series.unset(index, Flag.HEAD_DIRTY);
      series.set(index, Flag.HEAD_LOGGED);
      sink.put(
          StateKeys.head(series.high(index), series.low(index)),
          codec.head(
              state.tenants.get(series.tenant[index]).name,
              series.kind(index),
              series.labels(index),
              series.staleAt[index]));
    }
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      writeBase(index, level, sink);
    }
  }

  private void writeBase(int index, int level, ChangeSink sink) {
    if (!series.isSet(index, Flag.BASE_DIRTY << level)) {
      return;
    }
    series.unset(index, Flag.BASE_DIRTY << level);
    if (!series.hasBase(level, index)) {
      return; // closed since
    }
    long high = series.high(index);
    long low = series.low(index);
    if (series.isSet(index, Flag.BASE_LOGGED << level)) { // as it was written once
      series.unset(index, Flag.BASE_LOGGED << level);
      sink.put(StateKeys.base(high, low, level), null);
    }
    ClosedChildren children = series.children(level, index);
    for (int i = 0; i < children.size(); i++) {
      if (children.isDirty(i)) {
        sink.put(
            StateKeys.child(high, low, level, children.start(i)),
            codec.child(series, level, index, i));
      }
    }
    children.markLogged();
  }

  private void writeWindow(int slot, ChangeSink sink) {
    if (!windows.isDirty(slot)) {
      return;
    }
    if (windows.keepsSamples(slot)) {
      writeSamples(slot, sink);
    } else {
      int index = windows.series(slot);
      sink.put(
          StateKeys.window(series.high(index), series.low(index), windows.start(slot)),
          codec.window(series, windows, slot));
    }
    windows.markLogged(slot);
  }

  /**
   * Writes the entries of a window from the first that has changed to the last. What is restored
   * relies on it that the first entry, where it is written, comes before all others.
   */
  private void writeSamples(int slot, ChangeSink sink) {
    int index = windows.series(slot);
    int count = windows.count(slot);
    int step = state.settings.samplesPerEntry();
    int changed = Math.min(windows.unchanged(slot), count - 1) / step * step;
    for (int from = changed; from < count; from += step) {
      sink.put(
          StateKeys.samples(series.high(index), series.low(index), windows.start(slot), from),
          codec.samples(series, windows, slot, from, Math.min(from + step, count)));
    }
  }

  void restore(byte[] key, byte @Nullable [] value) {
    ByteBuffer in = ByteBuffer.wrap(key);
    byte tag = in.get();
    switch (tag) {
      case StateKeys.HEAD -> restoreHead(in.getLong(), in.getLong(), value);
      case StateKeys.BASE -> restoreBase(in.getLong(), in.getLong(), in.get(), value);
      case StateKeys.CHILD ->
          restoreChild(in.getLong(), in.getLong(), in.get(), in.getLong(), value);
      case StateKeys.WINDOW -> restoreWindow(in.getLong(), in.getLong(), in.getLong(), value);
      case StateKeys.FURTHER -> restoreFurther(in.getLong(), in.getLong(), in.getLong(), value);
      case StateKeys.TENANT -> restoreTenant(text(in, in.remaining()), value);
      case StateKeys.PRODUCER -> restoreProducer(in, value);
      case StateKeys.POSITION -> {
        if (value != null) {
          StateCodec.readPosition(value, state);
          loggedOffset = state.offset;
          loggedRevisions = state.revisions;
          loggedDue = state.parentsWereDue;
        }
      }
      default ->
          throw new UnknownVersionException("a key of the changelog has the unknown tag " + tag);
    }
  }

  /** After the last restored entry: finds out again which windows end when. */
  void index() {
    for (TenantState tenant : state.tenants) {
      tenant.clearOpen();
    }
    for (int index = 0; index < series.indexes(); index++) {
      if (series.isUsed(index)) {
        indexSeries(index);
      }
    }
    state.parentsWereDue = false;
    state.producers.sort();
    windows.beginPeriod();
  }

  private void indexSeries(int index) {
    if (series.tenant[index] == SeriesTable.UNKNOWN_TENANT) {
      throw new IllegalStateException(
          "the changelog has windows of series " + series.id(index) + " but not its labels");
    }
    TenantState tenant = state.tenants.get(series.tenant[index]);
    state.count(tenant, series.labels(index), 1);
    for (int slot : state.openWindows(index)) {
      tenant.addWindow(windows.start(slot), slot);
    }
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      if (series.hasBase(level, index)) {
        tenant.addBase(TaskState.windowOfLevel(level), series.baseStart(level, index), index);
        if (state.parentsWereDue) {
          state.parentDue(index, level);
        }
      }
    }
  }

  /**
   * Forgets what was to be handed over. All changes must have been written out: otherwise the
   * tables would be ahead of the changelog that is to be followed from now on.
   */
  void forgetLive() {
    if (!state.removedKeys.isEmpty()
        || !state.dirtySeries.isEmpty()
        || !state.dirtyWindows.isEmpty()) {
      throw new IllegalStateException("passivated with changes that were not written out");
    }
    state.liveSeries.clear();
    state.stateSeries.clear();
    state.parentsWereDue = !state.dueParents.isEmpty();
    state.dueParents.clear();
    state.ended.clear();
    state.endedForStores.clear();
    for (int index = 0; index < series.indexes(); index++) {
      series.unset(index, ~(Flag.HEAD_LOGGED | 7 * Flag.BASE_LOGGED));
      series.pendingFinals[index] = null;
    }
  }

  private void restoreHead(long high, long low, byte @Nullable [] value) {
    if (value == null) {
      int index = series.find(high, low);
      if (index != SeriesTable.NONE) {
        for (int slot : state.openWindows(index)) {
          state.unlinkWindow(slot);
        }
        series.remove(index);
      }
      return;
    }
    int index = findOrAdd(high, low);
    StateCodec.Head head = StateCodec.readHead(value);
    Labels labels = head.labels();
    series.describe(index, state.tenant(head.tenant()).index, head.kind(), labels);
    series.staleAt[index] = head.staleAt();
    series.set(index, Flag.HEAD_LOGGED);
  }

  private void restoreBase(long high, long low, int level, byte @Nullable [] value) {
    if (value != null) {
      int index = findOrAdd(high, low);
      series.removeBase(level, index);
      StateCodec.readChildren(value, series, level, index);
      series.set(index, Flag.BASE_LOGGED << level);
      return;
    }
    int index = series.find(high, low);
    if (index != SeriesTable.NONE && series.isSet(index, Flag.BASE_LOGGED << level)) {
      series.unset(index, Flag.BASE_LOGGED << level);
      series.removeBase(level, index);
      removeIfEmpty(index);
    }
  }

  private void restoreChild(long high, long low, int level, long start, byte @Nullable [] value) {
    if (value != null) {
      int index = findOrAdd(high, low);
      StateCodec.readChildren(value, series, level, index);
      series.children(level, index).markLogged(start);
      return;
    }
    int index = series.find(high, low);
    if (index != SeriesTable.NONE && series.hasBase(level, index)) {
      series.removeChild(level, index, start);
      removeIfEmpty(index);
    }
  }

  private void restoreWindow(long high, long low, long start, byte @Nullable [] value) {
    int index = value == null ? series.find(high, low) : findOrAdd(high, low);
    if (index == SeriesTable.NONE) {
      return;
    }
    int old = state.findWindow(index, start);
    if (old != WindowTable.NONE) {
      state.unlinkWindow(old);
    }
    if (value != null) {
      int slot = StateCodec.readWindow(value, state, index, start, WindowTable.NONE);
      windows.markLogged(slot);
      if (windows.keepsSamples(slot)
          && windows.count(slot) > state.settings.samplesPerEntry()) { // as it was written once
        windows.logAgain(slot);
      }
    } else {
      removeIfEmpty(index);
    }
  }

  /**
   * Adds further samples to those that are there: a window only ever gets more. Where it is not
   * there it is over, or compaction has left an entry that is older than its window's, which all of
   * them come after again.
   */
  private void restoreFurther(long high, long low, long start, byte @Nullable [] value) {
    int index = value == null ? SeriesTable.NONE : series.find(high, low);
    if (value == null || index == SeriesTable.NONE) {
      return;
    }
    int slot = state.findWindow(index, start);
    if (slot != WindowTable.NONE) {
      windows.markLogged(StateCodec.readWindow(value, state, index, start, slot));
    }
  }

  /** Forgets a series of which only keys came that were removed later. */
  private void removeIfEmpty(int index) {
    boolean hasBase = false;
    for (int level = 0; level < SeriesTable.LEVELS; level++) {
      hasBase |= series.hasBase(level, index);
    }
    if (!series.isDescribed(index) && !hasBase && series.newestWindow[index] == WindowTable.NONE) {
      series.remove(index);
    }
  }

  private void restoreTenant(String name, byte @Nullable [] value) {
    if (value != null) {
      StateCodec.readTenant(value, state.tenant(name));
    }
  }

  private void restoreProducer(ByteBuffer in, byte @Nullable [] value) {
    long epoch = in.getLong();
    String tenant = text(in, in.getInt());
    ProducerBatches.Producer producer =
        new ProducerBatches.Producer(tenant, text(in, in.remaining()), epoch);
    if (value == null) {
      state.producers.remove(producer);
    } else {
      state.producers.restore(producer, StateCodec.readBatches(value));
    }
  }

  private int findOrAdd(long high, long low) {
    int index = series.find(high, low);
    return index == SeriesTable.NONE ? series.add(high, low) : index;
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
