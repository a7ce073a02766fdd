package io.tidegauge.processor.state;

import io.tidegauge.processor.window.EngineSettings;
import io.tidegauge.processor.window.PartitionEngine;
import java.util.function.IntFunction;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a task as a state store. Its tables are the only copy in memory: what changed goes
 * to the changelog once a commit, and restore and standby fill the tables from the changelog.
 *
 * <p>Kafka Streams does not call {@code flush()} or {@code commit(Map)} before it commits a
 * transaction; the one call that comes before is {@link #flushCache()}, and only on stores that
 * implement the internal {@link CachedStateStore} (ProcessorStateManager.flushCache, called by
 * StreamTask.prepareCommit, in 4.3.1). The write-out hangs there, in the same transaction as the
 * rollups and the offsets. Nothing is forwarded from it: rollups are written while records are
 * processed.
 *
 * <p>As samples come in, the task has {@link #writeAhead} write what it can before the commit, so
 * that the commit holds samples up for less time. It is in the same transaction: whatever becomes
 * of that, nobody sees a part.
 *
 * <p>Not persistent: were it, Kafka Streams would write a checkpoint for a heap that is empty after
 * a restart. {@link #close()} and {@link #init} leave nothing of what was before, as a task that is
 * revived after a corruption closes and opens the same instance.
 */
public final class EngineStore implements StateStore, CachedStateStore<byte[], byte[]> {

  /** The store's name; the changelog topic is named after it. */
  public static final String NAME = "windows";

  /** Series and windows that are written ahead at a time: some milliseconds. */
  private static final int AHEAD = 1_000;

  private final IntFunction<EngineSettings> settings;
  private final FlushListener flushListener;
  private @Nullable PartitionEngine engine;
  private @Nullable InternalProcessorContext<?, ?> context;
  private final Position position = Position.emptyPosition();
  private volatile boolean open;
  private int entriesAhead;
  private long bytesAhead;

  /** Told how a write-out went, for metrics. */
  @FunctionalInterface
  public interface FlushListener {

    /**
     * One write-out: how many entries and bytes since the one before, with those written ahead, and
     * how long it took in nanoseconds, without these.
     */
    void flushed(int entries, long bytes, long nanos);
  }

  /**
   * A store that is not open yet.
   *
   * @param settings of the engine of a partition
   */
  public EngineStore(IntFunction<EngineSettings> settings, FlushListener flushListener) {
    this.settings = settings;
    this.flushListener = flushListener;
  }

  /** The engine; only while the store is open. */
  public PartitionEngine engine() {
    PartitionEngine current = engine;
    if (current == null) {
      throw new IllegalStateException("the store " + NAME + " is not open");
    }
    return current;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void init(StateStoreContext stateStoreContext, StateStore root) {
    PartitionEngine fresh =
        new PartitionEngine(settings.apply(stateStoreContext.taskId().partition()));
    engine = fresh;
    context = (InternalProcessorContext<?, ?>) stateStoreContext;
    open = true;
    stateStoreContext.register(
        root,
        (RecordBatchingStateRestoreCallback)
            records -> records.forEach(record -> fresh.restore(record.key(), record.value())));
  }

  @Override
  public void flushCache() {
    PartitionEngine current = engine();
    if (!current.isActive()) {
      return; // still restoring: nothing can have changed
    }
    WriteOut writeOut = new WriteOut();
    long began = System.nanoTime();
    current.writeOut(writeOut);
    flushListener.flushed(
        entriesAhead + writeOut.entries, bytesAhead + writeOut.bytes, System.nanoTime() - began);
    entriesAhead = 0;
    bytesAhead = 0;
  }

  /** Writes some of what has changed before the commit does; while a record is processed. */
  public void writeAhead() {
    WriteOut ahead = new WriteOut();
    engine().writeAhead(ahead, AHEAD);
    entriesAhead += ahead.entries;
    bytesAhead += ahead.bytes;
  }

  /** An active task becomes a standby, or the other way round: the tables stay. */
  @Override
  public void clearCache() {
    engine().passivate();
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public void close() {
    open = false;
    engine = null;
    context = null;
    entriesAhead = 0;
    bytesAhead = 0;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public Position getPosition() {
    return position;
  }

  /** Sends entries to the changelog. */
  private final class WriteOut implements io.tidegauge.processor.window.ChangeSink {
    private final InternalProcessorContext<?, ?> to;
    private int entries;
    private long bytes;

    WriteOut() {
      InternalProcessorContext<?, ?> current = context;
      if (current == null) {
        throw new IllegalStateException("the store " + NAME + " is not open");
      }
      to = current;
    }

    @Override
    public void put(byte[] key, byte @Nullable [] value) {
      // The broker's true time, whatever the installation's clock shows: retention of segments
      // goes by it.
      to.logChange(
          NAME, Bytes.wrap(key), value, to.currentSystemTimeMs(), new RecordHeaders(), position);
      entries++;
      bytes += key.length + (value == null ? 0 : value.length);
    }
  }
}
