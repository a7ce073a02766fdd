package io.tidegauge.loadtest.bench.load;

import org.jspecify.annotations.Nullable;

/** The load could not be sent; the message says why. */
public final class LoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message for who runs it. */
  public LoadException(String message) {
    super(message);
  }

  /** With what went wrong. */
  public LoadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
