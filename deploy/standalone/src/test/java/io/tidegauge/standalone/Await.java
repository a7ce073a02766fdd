package io.tidegauge.standalone;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a condition. */
final class Await {
  private Await() {}

  /** What may fail until the condition holds. */
  @FunctionalInterface
  interface Check {
    void run() throws Exception;
  }

  /** Returns when the check passes; throws its last failure when the time is over. */
  static void until(Duration patience, Check check) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        check.run();
        return;
      } catch (AssertionError notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
