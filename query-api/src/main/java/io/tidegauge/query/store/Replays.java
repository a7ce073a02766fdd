package io.tidegauge.query.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whether there is a replay that is not in the main tables yet, which is rare: only then do queries
 * look for its rows. Asked at most twice a second, however many queries there are: a replay holds
 * back the mark that makes it visible for longer than that after its other marks, and is moved into
 * the main tables well after any query that has seen none. Thread-safe.
 */
final class Replays {

  private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();

  private final Mono<Boolean> ask;
  private volatile @Nullable Answer latest;

  private record Answer(boolean any, long nanos) {}

  /**
   * With the question to the store.
   *
   * @param ask whether there is one now
   */
  Replays(Mono<Boolean> ask) {
    this.ask = ask;
  }

  /** Whether there is one, or was half a second ago. */
  Mono<Boolean> any() {
    return Mono.defer(
        () -> {
          Answer known = latest;
          long now = System.nanoTime();
          return known != null && now - known.nanos < FRESH_NANOS
              ? Mono.just(known.any)
              : ask.doOnNext(any -> latest = new Answer(any, now));
        });
  }
}
