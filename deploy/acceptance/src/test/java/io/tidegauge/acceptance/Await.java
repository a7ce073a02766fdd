package io.tidegauge.acceptance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits until an assertion holds. */
final class Await {

  private Await() {}

  /** Tries the assertion again and again; its last failure after the time is over. */
  static void until(Duration limit, ThrowingCallable assertion) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        assertion.call();
        return;
      } catch (Throwable failure) {
        if (System.nanoTime() - deadline > 0) {
          throw new AssertionError("not within " + limit + ": " + failure.getMessage(), failure);
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }
}
