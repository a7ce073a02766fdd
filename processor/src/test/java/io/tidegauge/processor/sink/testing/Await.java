package io.tidegauge.processor.sink.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions. */
public final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long STEP_NANOS = 20_000_000;

  private Await() {}

  /** Returns when the condition holds; fails after a minute with what it last gave. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
