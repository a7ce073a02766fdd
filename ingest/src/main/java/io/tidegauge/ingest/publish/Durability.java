package io.tidegauge.ingest.publish;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Completes when all records that hold a request's samples are durable, or fails when one of them
 * is not, after all are settled. Thread-safe.
 */
public final class Durability {

  private final AtomicInteger open = new AtomicInteger(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Sinks.Empty<Void> done = Sinks.empty();

  /** One more record to wait for. */
  public void expect() {
    open.incrementAndGet();
  }

  /** A record that was expected is durable (null) or failed. */
  public void settle(@Nullable Throwable cause) {
    if (cause != null) {
      failure.compareAndSet(null, cause);
    }
    if (open.decrementAndGet() == 0) {
      Throwable failed = failure.get();
      if (failed == null) {
        done.tryEmitEmpty();
      } else {
        done.tryEmitError(failed);
      }
    }
  }

  /** No more records will be expected; call once. The result never comes without this. */
  public Mono<Void> seal() {
    settle(null);
    return done.asMono();
  }
}
