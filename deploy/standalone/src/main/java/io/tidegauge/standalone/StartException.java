package io.tidegauge.standalone;

import org.jspecify.annotations.Nullable;

/** Something did not start; the message says what and why. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
