package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of what senders sent that are held at the same time, over all protocols, with a limit.
 * Thread-safe.
 */
public final class HeldBytes {

  private final AtomicLong bytes = new AtomicLong();
  private final long limit;

  /** A budget of {@code limit} bytes. */
  public HeldBytes(long limit) {
    this.limit = limit;
  }

  /** How many bytes are held. */
  public long current() {
    return bytes.get();
  }

  /** What one request or stream holds; to be closed. */
  public Share share() {
    return new Share();
  }

  /** A part of the budget. */
  public final class Share {

    private long own;
    private boolean closed;

    private Share() {}

    /**
     * Takes bytes before they are allocated.
     *
     * @throws RequestRefusedException with {@link RejectReason#OVERLOADED} where that were too many
     */
    public synchronized void add(long more) {
      if (closed) {
        return; // what comes after the end is not kept
      }
      if (bytes.addAndGet(more) > limit) {
        bytes.addAndGet(-more);
        throw new RequestRefusedException(
            RejectReason.OVERLOADED,
            "the gateway holds as many bodies as it may; send the same request again later");
      }
      own += more;
    }

    /** Gives some back. */
    public synchronized void release(long less) {
      if (!closed) {
        own -= less;
        bytes.addAndGet(-less);
      }
    }

    /** Gives all back, for good. */
    public synchronized void close() {
      closed = true;
      bytes.addAndGet(-own);
      own = 0;
    }
  }
}
