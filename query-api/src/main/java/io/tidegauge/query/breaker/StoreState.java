package io.tidegauge.query.breaker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a store is, as its circuit breaker has it.
 *
 * @param store which
 * @param condition how it is
 * @param since when it went away or came back; null where it did neither since the node started
 */
public record StoreState(Store store, Condition condition, @Nullable Instant since) {

  /** How a store is. */
  public enum Condition {
    /** It answers. */
    UP,
    /** It does not answer, and is not asked for a moment. */
    DOWN,
    /** It did not answer and is being tried. */
    RECOVERING
  }
}
