package io.tidegauge.loadtest.bench.measure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the work that a system puts off: what it merges, writes out and collects after the last
 * answer is part of what the samples cost.
 */
public final class Quiet {

  private static final long LOOK_SECONDS = 1;

  /** Of one core, in a second: what an idle system uses. */
  private static final double IDLE = 0.1;

  private Quiet() {}

  /**
   * Returns when the processes do next to nothing, or patience ends.
   *
   * @return how long it took
   */
  public static Duration await(ProcessClock clock, Duration patience) throws InterruptedException {
    long begin = System.nanoTime();
    double before = ProcessClock.sum(clock.seconds());
    while (System.nanoTime() - begin < patience.toNanos()) {
      TimeUnit.SECONDS.sleep(LOOK_SECONDS);
      double now = ProcessClock.sum(clock.seconds());
      if (now - before <= IDLE * LOOK_SECONDS) {
        break;
      }
      before = now;
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
