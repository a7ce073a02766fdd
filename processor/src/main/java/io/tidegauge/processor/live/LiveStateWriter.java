package io.tidegauge.processor.live;

import io.tidegauge.contract.live.LiveBatch;

/**
 * Keeps the live state somewhere else than on the live topic. Called by a thread of its own, one
 * call at a time: it may block, and while it does the tasks keep what has changed, conflated. Of a
 * series a batch has all open 5m windows, and all larger open ones or, where none of these has
 * changed, none.
 *
 * <p>A batch may be older than what the store has (another process wrote it): the implementation
 * compares {@code (epoch, offset)} of each series and drops what is older. It handles its own
 * errors: what it throws is counted and logged, and the batch is not given again. After it was out
 * of reach it asks for everything with {@link FullState#request()}.
 */
public interface LiveStateWriter {

  /** Writes a batch of a partition of the samples topic. */
  void write(int partition, LiveBatch batch);

  /** Called some times a second while nothing is to be written. */
  default void idle() {}

  /** Asks the tasks for the whole live state. Thread-safe, cheap, may be called repeatedly. */
  interface FullState {

    /** All live series of all tasks of this process are handed to the writers once again. */
    void request();
  }
}
