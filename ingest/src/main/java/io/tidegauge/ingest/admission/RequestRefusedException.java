package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;

/**
 * A whole request is refused. The message is for the sender and says what to change. Carries no
 * stack trace: it is an answer, not a fault.
 */
public final class RequestRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RejectReason reason;
  private volatile boolean counted;

  /** A refusal with a message fit for the sender. */
  public RequestRefusedException(RejectReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why; {@link RejectReason#retryable()} tells whether to send the same request again. */
  public RejectReason reason() {
    return reason;
  }

  /** Whether it is in the counters already. */
  public boolean counted() {
    return counted;
  }

  RequestRefusedException asCounted() {
    counted = true;
    return this;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
