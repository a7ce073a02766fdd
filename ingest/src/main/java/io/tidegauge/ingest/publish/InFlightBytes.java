package io.tidegauge.ingest.publish;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that are gathered or sent and not yet confirmed, with a limit. Thread-safe. */
public final class InFlightBytes {

  private final AtomicLong bytes = new AtomicLong();
  private final long limit;

  /** A budget of {@code limit} bytes. */
  public InFlightBytes(long limit) {
    this.limit = limit;
  }

  /** Whether more should be refused for now. */
  public boolean exhausted() {
    return bytes.get() >= limit;
  }

  /** How many bytes are in flight. */
  public long current() {
    return bytes.get();
  }

  /** How many there may be. */
  public long limit() {
    return limit;
  }

  /** Takes bytes of the budget. */
  public void add(long count) {
    bytes.addAndGet(count);
  }

  /** Gives bytes back. */
  public void release(long count) {
    bytes.addAndGet(-count);
  }
}
