package io.tidegauge.processor.window;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one partition of the samples topic. Feed it the partition's records in the order
 * of their offsets; write its changes out at each commit; after a restart restore what was written
 * and feed it from the committed offset on: the results are the same.
 *
 * <p>Not thread-safe: one thread at a time, with a happens-before edge where threads change.
 */
public final class PartitionEngine {

  private final EngineSettings settings;
  private TaskState state;
  private SampleIntake intake;
  private WindowCloser closer;
  private LiveCollector live;
  private StateCollector stores;
  private StateLog log;
  private boolean active;

  /** An empty engine. */
  public PartitionEngine(EngineSettings settings) {
    this.settings = settings;
    this.state = new TaskState(settings);
    this.closer = new WindowCloser(state);
    this.intake = new SampleIntake(state);
    this.live = new LiveCollector(state);
    this.stores = new StateCollector(state);
    this.log = new StateLog(state);
  }

  /**
   * Takes a record. A tick moves the watermarks of all tenants. A record that is malformed counts
   * for nothing, whatever stands before its fault: nor does the raw sink store anything of it.
   */
  public void apply(InputRecord record, EngineOutput output) {
    begin(record);
    if (record.kind() == RecordKind.TICK) {
      for (TenantState tenant : state.tenants) {
        if (tenant.watermark != Long.MIN_VALUE) { // it has had a sample
          closer.advance(tenant, record.received(), output);
        }
      }
      return;
    }
    try {
      intake.decode(record);
    } catch (MalformedRecordException e) {
      intake.refuse(record, e, output);
      return;
    }
    if (intake.isDuplicateBatch(record, output)) {
      return;
    }
    TenantState tenant = state.tenant(record.tenant());
    // All samples of a record are judged by the watermark before it: a record is grouped by series,
    // and those further down must not be late because of those further up.
    long newest = intake.take(tenant, record, output);
    if (newest != Long.MIN_VALUE) {
      closer.advance(tenant, Math.min(newest, record.received()), output);
    }
  }

  /** Takes the place of {@link #apply} for a record of which the headers cannot be read. */
  public void refuse(InputRecord record, MalformedRecordException fault, EngineOutput output) {
    begin(record);
    intake.refuse(record, fault, output);
  }

  private void begin(InputRecord record) {
    requireActive();
    state.offset = record.offset();
    state.revisions = 0;
    state.counters.records++;
  }

  /**
   * Takes a closed window that was computed again: passes it on, and takes it into the window that
   * it is a child of where that is open; where that was closed since it was asked for, asks for it
   * too.
   */
  public void apply(RevisionRecord.Result result, EngineOutput output) {
    requireActive();
    state.revisions++;
    state.counters.revised++;
    closer.revise(state.tenant(result.tenant()), result, output);
  }

  /**
   * Whether it catches up: open parents that got a closed child then wait for {@link
   * #writeParents}, as more are to be expected soon, instead of being written with what closed; and
   * of what closed since the last {@link #collectLive} only the newest is handed over.
   */
  public void behind(boolean isBehind) {
    state.behind = isBehind;
  }

  /** Writes the open parents that got a closed child and were not written since. */
  public void writeParents(EngineOutput output) {
    requireActive();
    closer.writeParents(output);
  }

  /** Gives what changed since the last call to the changelog. Call it at each commit. */
  public void writeOut(ChangeSink sink) {
    log.writeOut(sink);
  }

  /**
   * Writes some of what changed since the last {@link #writeOut}, in the same transaction as the
   * next one, which is then shorter. Windows that change more than once between two commits are
   * left to that one.
   *
   * @param limit series and windows to be written at the most
   */
  public void writeAhead(ChangeSink sink, int limit) {
    requireActive();
    log.writeAhead(sink, limit);
  }

  /** Takes an entry of the changelog; null removes. Only before {@link #activate}. */
  public void restore(byte[] key, byte @Nullable [] value) {
    if (active) {
      throw new IllegalStateException("restored while active");
    }
    log.restore(key, value);
  }

  /**
   * Makes it ready for records, after the last restored entry; all series are handed to the live
   * publisher once. Does nothing where it is ready.
   */
  public void activate() {
    if (!active) {
      log.index();
      live.markAll();
      if (state.hasStores) {
        stores.markAll();
      }
      active = true;
    }
  }

  /**
   * Back to taking changelog entries, as a standby. All changes must have been written out; what
   * was still to be handed over to the live publisher is forgotten.
   */
  public void passivate() {
    if (active) {
      log.forgetLive();
      active = false;
    }
  }

  /** Forgets everything. */
  public void clear() {
    active = false;
    boolean hasStores = state.hasStores;
    state = new TaskState(settings);
    state.hasStores = hasStores;
    closer = new WindowCloser(state);
    intake = new SampleIntake(state);
    live = new LiveCollector(state);
    stores = new StateCollector(state);
    log = new StateLog(state);
  }

  /**
   * Takes up to {@code limit} changed series, as records of one tenant each, with the watermarks
   * that moved. What is not taken waits, conflated.
   */
  public List<LiveRecord> collectLive(int limit) {
    requireActive();
    return live.collect(limit);
  }

  /** Hands over all series again, in full. */
  public void requestFullLive() {
    live.markAll();
  }

  /**
   * Hands over the next series again, in full: all of them in a round over the share's inverse.
   *
   * @param share of all series, 0 to 1
   */
  public void refreshLive(double share) {
    live.markNext(share);
  }

  /** From now on there are stores of the live state: all series are handed to them once. */
  public void addStores() {
    state.hasStores = true;
    stores.markAll();
  }

  /**
   * Takes up to {@code limit} changed series for the stores of the live state, in one batch a
   * tenant: all open 5m windows of each, and all larger open ones or, where none of these has
   * changed, none. What is not taken waits, conflated.
   */
  public List<LiveBatch> collectState(int limit) {
    requireActive();
    return stores.collect(limit);
  }

  /** Hands all series to the stores of the live state again. */
  public void requestFullState() {
    stores.markAll();
  }

  /** Series that wait for these stores (an upper bound). */
  public int stateBacklog() {
    return state.stateSeries.size() + state.endedForStores.size();
  }

  /** Series that wait for the live publisher (an upper bound). */
  public int liveBacklog() {
    return state.liveSeries.size() + state.ended.size();
  }

  /** Live series. */
  public int seriesCount() {
    return state.series.size();
  }

  /** Open 5m windows. */
  public int windowCount() {
    return state.windows.size();
  }

  /** About how much memory the closed children of open windows take, bytes. */
  public long closedChildrenBytes() {
    return state.series.childrenBytes();
  }

  /** The lowest watermark of any tenant, ms; {@link Long#MIN_VALUE} where there is none. */
  public long lowestWatermark() {
    long lowest = Long.MAX_VALUE;
    for (TenantState tenant : state.tenants) {
      lowest = Math.min(lowest, tenant.watermark);
    }
    return lowest == Long.MAX_VALUE ? Long.MIN_VALUE : lowest;
  }

  /** Offset of the last record; -1 before any. */
  public long offset() {
    return state.offset;
  }

  /** What it has done. */
  public EngineCounters counters() {
    return state.counters;
  }

  /** Whether it takes records. */
  public boolean isActive() {
    return active;
  }

  private void requireActive() {
    if (!active) {
      throw new IllegalStateException("the engine takes records only after activate()");
    }
  }
}
