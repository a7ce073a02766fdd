package io.tidegauge.guard;

/** How long something has gone on. Not thread-safe. */
final class Stopwatch {

  private boolean running;
  private long start;

  /** Starts it where it stands still, stops it where {@code on} is false. */
  void runWhile(boolean on) {
    if (on && !running) {
      start = System.nanoTime();
    }
    running = on;
  }

  /** Whether it has run for longer. */
  boolean over(long nanos) {
    return running && System.nanoTime() - start > nanos;
  }
}
