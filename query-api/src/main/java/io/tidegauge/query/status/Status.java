package io.tidegauge.query.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The status of the installation as of a round.
 *
 * @param state what it comes to
 * @param reasons why it is not OK
 * @param time when the round was
 * @param pipeline how the pipeline moves
 * @param freshness seconds between the newest live entry's time and the round; null where there is
 *     no entry
 * @param stores how the stores are
 * @param answers what the cache of answers did since this node started
 */
record Status(
    State state,
    List<Reason> reasons,
    Instant time,
    PipelineReport pipeline,
    @Nullable Double freshness,
    List<StoreReport> stores,
    Answers answers) {

  /** Copies. */
  Status {
    reasons = List.copyOf(reasons);
    stores = List.copyOf(stores);
  }

  /** What it comes to; of two that hold the worse, which is the first here. */
  enum State {
    /** A store is away, or something cannot be read. */
    DEGRADED,
    /** What was accepted waits longer than it may. */
    BEHIND,
    /** Neither. */
    OK;

    /** The name in answers. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the cache of answers did.
   *
   * @param hits answers found
   * @param misses answers looked for in vain
   */
  record Answers(long hits, long misses) {}

  /** The same with something more that cannot be read. */
  Status lacking(Reason reason) {
    List<Reason> more = new ArrayList<>(reasons);
    more.add(reason);
    return new Status(State.DEGRADED, more, time, pipeline, freshness, stores, answers);
  }
}
