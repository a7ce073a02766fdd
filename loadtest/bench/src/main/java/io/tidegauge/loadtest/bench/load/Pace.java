package io.tidegauge.loadtest.bench.load;

import java.util.Arrays;

/**
 * Keeps the connections together: none is more than some steps ahead of another, and all end with
 * the same step, so that every series has the same samples. Thread-safe.
 */
final class Pace {

  /** Far less than the time for which windows stay open. */
  static final int SLACK = 2;

  private final long[] begun;
  private final long deadline;
  private long last = Long.MAX_VALUE;

  /**
   * Of connections that all have ended a step.
   *
   * @param ended number of that step
   * @param deadline by {@link System#nanoTime}, after which no connection begins a step that no
   *     other one has begun
   */
  Pace(int connections, long ended, long deadline) {
    this.begun = new long[connections];
    this.deadline = deadline;
    Arrays.fill(begun, ended);
  }

  /**
   * Of connections that all have ended a step, and are to go on up to another.
   *
   * @param ended number of that step
   * @param last number of the last one
   */
  static Pace until(int connections, long ended, long last) {
    Pace pace = new Pace(connections, ended, Long.MAX_VALUE);
    pace.last = last;
    return pace;
  }

  /**
   * Begins a step of a connection, the one before being ended; waits for slower ones.
   *
   * @return whether the step is to be sent; if not, the connection has ended
   */
  synchronized boolean begin(int connection, long step) throws InterruptedException {
    if (last == Long.MAX_VALUE && System.nanoTime() >= deadline) {
      last = newest();
      notifyAll();
    }
    while (step <= last && step > slowest() + SLACK) {
      wait();
    }
    if (step > last) {
      // It holds nobody up any more.
      begun[connection] = Long.MAX_VALUE;
      notifyAll();
      return false;
    }
    begun[connection] = step;
    notifyAll();
    return true;
  }

  /** A connection has failed: all others are to end. */
  synchronized void abort() {
    last = Long.MIN_VALUE;
    notifyAll();
  }

  /** The last step that was sent, of all connections alike, once they have ended. */
  synchronized long last() {
    return last;
  }

  private long newest() {
    long newest = Long.MIN_VALUE;
    for (long each : begun) {
      if (each != Long.MAX_VALUE) {
        newest = Math.max(newest, each);
      }
    }
    return newest;
  }

  private long slowest() {
    long slowest = Long.MAX_VALUE;
    for (long each : begun) {
      slowest = Math.min(slowest, each);
    }
    return slowest;
  }
}
