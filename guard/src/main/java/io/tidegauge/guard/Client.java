package io.tidegauge.guard;

import java.util.concurrent.atomic.AtomicInteger;

/** What one address has of the port now, and how often it was cut off. Thread-safe. */
final class Client {

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger scrapes = new AtomicInteger();
  private long cutsSince;
  private int cuts;
  private long pausedUntil;
  private boolean paused;

  AtomicInteger connections() {
    return connections;
  }

  AtomicInteger requests() {
    return requests;
  }

  AtomicInteger scrapes() {
    return scrapes;
  }

  /** Takes note of a cut; that many of them within a pause are followed by one. */
  synchronized void cut(long now, int most, long pauseNanos) {
    if (cuts == 0 || now - cutsSince > pauseNanos) {
      cuts = 0;
      cutsSince = now;
    }
    if (++cuts >= most && pauseNanos > 0) {
      paused = true;
      pausedUntil = now + pauseNanos;
      cuts = 0;
    }
  }

  synchronized boolean paused(long now) {
    paused = paused && pausedUntil - now > 0;
    return paused;
  }

  /** Whether there is nothing to remember of it. */
  synchronized boolean forgettable(long now, long pauseNanos) {
    return connections.get() == 0 && !paused(now) && (cuts == 0 || now - cutsSince > pauseNanos);
  }
}
