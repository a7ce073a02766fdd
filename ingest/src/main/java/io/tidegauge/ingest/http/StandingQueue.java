package io.tidegauge.ingest.http;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests that wait for a decoding thread. A burst may wait; where every request has waited
 * for longer than the target for a while, the queue stands, and only makes all that come later wait
 * too (CoDel, RFC 8289, section 3). From then on only as many may wait as get their turn within the
 * target, by the pace of the last turns: others are refused, if possible before their bodies are
 * read, until none had to be refused for a while. Thread-safe.
 */
final class StandingQueue {

  /**
   * How long every request must have waited too long, and how long none must have been refused; a
   * pause of the JVM is no overload.
   */
  private static final long INTERVAL = 500_000_000;

  /** Fewer than these are no queue, whatever they wait for. */
  private static final int FEW = 8;

  /** A turn's share in the pace. */
  private static final int TURNS = 16;

  private final long targetNanos;
  private final AtomicInteger waiting = new AtomicInteger();
  private boolean above;
  private long aboveSince;
  private boolean othersWaited;
  private long lastTurn;
  private long paceNanos;
  private long lastRefusal;
  private volatile int room = FEW;
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
   * @param now monotonic, ns
   * @throws RequestRefusedException with {@link RejectReason#OVERLOADED} where it would only wait
   */
  void check(long now) {
    if (standing && waiting.get() >= room) {
      refuseUnlessCalm(now);
    }
  }

  /**
   * A request is here and begins to wait; {@link #end} is called for it then, whatever happens.
   *
   * @param now monotonic, ns
   * @throws RequestRefusedException as {@link #check}; then it does not wait
   */
  void begin(long now) {
    check(now);
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
  synchronized void checkTurn(long waited, long now) {
    if (!standing) {
      standing = begunToStand(waited, now);
      lastRefusal = now;
    }
    if (standing && waited > targetNanos) {
      lastRefusal = now;
      throw overloaded();
    }
    learn(now);
  }

  private boolean begunToStand(long waited, long now) {
    if (waited <= targetNanos || waiting.get() < FEW) {
      above = false;
    } else if (!above) {
      above = true;
      aboveSince = now;
    }
    return above && now - aboveSince >= INTERVAL;
  }

  /** One turn after the other, while there are others: that is how long each of them waits for. */
  private void learn(long now) {
    if (othersWaited) {
      long gap = now - lastTurn;
      paceNanos = paceNanos == 0 ? gap : paceNanos + (gap - paceNanos) / TURNS;
      room = (int) Math.clamp(targetNanos / Math.max(1, paceNanos), 1, Integer.MAX_VALUE);
    }
    lastTurn = now;
    othersWaited = waiting.get() > 0;
  }

  private synchronized void refuseUnlessCalm(long now) {
    if (now - lastRefusal >= INTERVAL) {
      standing = false;
      above = false;
      return;
    }
    lastRefusal = now;
    throw overloaded();
  }

  private static RequestRefusedException overloaded() {
    return new RequestRefusedException(
        RejectReason.OVERLOADED,
        "more requests wait than are decoded in time; send the same request again later");
  }
}
