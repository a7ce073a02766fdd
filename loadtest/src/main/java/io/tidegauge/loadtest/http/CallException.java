package io.tidegauge.loadtest.http;

/** A call that did not succeed, with a message for the person who made it. */
public final class CallException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates one with a message that says what to do. */
  public CallException(String message) {
    super(message);
  }

  /** Creates one with its cause. */
  public CallException(String message, Throwable cause) {
    super(message, cause);
  }
}
