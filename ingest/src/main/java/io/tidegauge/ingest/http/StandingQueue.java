package io.tidegauge.ingest.http;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests that wait for a decoding thread. A burst may wait; where every request has waited
 * for longer than the target for a while, the queue stands, and only makes all that come later wait
 * too (CoDel, RFC 8289, section 3): then new ones are refused before their bodies are read, and
 * those that waited too long when their turn comes. Thread-safe.
 */
final class StandingQueue {

  /** How long every request must have waited too long; a pause of the JVM is no overload. */
  private static final long INTERVAL = 500_000_000;

  /** Fewer than these are no queue, whatever they wait for. */
  private static final int FEW = 8;

  private final long targetNanos;
  private final AtomicInteger waiting = new AtomicInteger();
  private boolean above;
  private long aboveSince;
  private volatile boolean standing;

  StandingQueue(long targetNanos) {
    this.targetNanos = targetNanos;
  }

  /** How many requests wait. */
  int waiting() {
    return waiting.get();
  }

  /**
   * Whether a request may begin to come in.
   *
   * @throws RequestRefusedException with {@link RejectReason#OVERLOADED} where it would only wait
   */
  void check() {
    if (standing && waiting.get() >= FEW) {
      throw overloaded();
    }
  }

  /** A request begins to wait; {@link #end} is called for it, whatever happens. */
  void begin() {
    waiting.incrementAndGet();
  }

  /** A request waits no more. */
  void end() {
    waiting.decrementAndGet();
  }

  /**
   * Whether a request whose turn has come is still to be decoded.
   *
   * @param waited since {@link #begin}, ns
   * @param now monotonic, ns
   * @throws RequestRefusedException with {@link RejectReason#OVERLOADED} where it waited too long,
   *     as all the others did
   */
  void checkTurn(long waited, long now) {
    if (stands(waited, now) && waited > targetNanos) {
      throw overloaded();
    }
  }

  private synchronized boolean stands(long waited, long now) {
    if (waited <= targetNanos || waiting.get() < FEW) {
      above = false;
    } else if (!above) {
      above = true;
      aboveSince = now;
    }
    standing = above && now - aboveSince >= INTERVAL;
    return standing;
  }

  private static RequestRefusedException overloaded() {
    return new RequestRefusedException(
        RejectReason.OVERLOADED,
        "more requests wait than are decoded in time; send the same request again later");
  }
}
