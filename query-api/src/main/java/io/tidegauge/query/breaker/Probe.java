package io.tidegauge.query.breaker;

import reactor.core.publisher.Mono;

/**
 * A question that costs a store next to nothing, asked through its circuit breaker: without it a
 * breaker would say of a store that nobody asks what was true when somebody did.
 */
public interface Probe {

  /** The store. */
  Store store();

  /** Asks; completes with any answer, fails in a bounded time without one. Never blocks. */
  Mono<Void> ask();
}
