package io.tidegauge.query.breaker;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;

/**
 * One call under a circuit breaker that is over with the first thing that comes of it.
 * Resilience4j's own operator takes a stream for one call until its end, so that a slow reader of a
 * long answer would hold one of the few trials of a breaker that is half open.
 */
public final class FirstSignal {

  private final CircuitBreaker breaker;
  private final AtomicBoolean over = new AtomicBoolean();
  private final long began;

  private FirstSignal(CircuitBreaker breaker) {
    this.breaker = breaker;
    this.began = breaker.getCurrentTimestamp();
  }

  /** The same rows, or {@link CallNotPermittedException} while the breaker is open. */
  public static <T> Flux<T> of(CircuitBreaker breaker, Flux<T> rows) {
    return Flux.defer(
        () -> {
          if (!breaker.tryAcquirePermission()) {
            return Flux.error(CallNotPermittedException.createCallNotPermittedException(breaker));
          }
          FirstSignal call = new FirstSignal(breaker);
          return rows.doOnNext(row -> call.succeeded())
              .doOnComplete(call::succeeded)
              .doOnError(call::failed)
              .doOnCancel(call::cancelled);
        });
  }

  private void succeeded() {
    if (over.compareAndSet(false, true)) {
      breaker.onSuccess(elapsed(), breaker.getTimestampUnit());
    }
  }

  private void failed(Throwable error) {
    if (over.compareAndSet(false, true)) {
      breaker.onError(elapsed(), breaker.getTimestampUnit(), error);
    }
  }

  private void cancelled() {
    if (over.compareAndSet(false, true)) {
      breaker.releasePermission();
    }
  }

  private long elapsed() {
    return breaker.getCurrentTimestamp() - began;
  }
}
