package io.tidegauge.engines;

import org.jspecify.annotations.Nullable;

/** An engine did not start, stop or answer. The message says what to do. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
