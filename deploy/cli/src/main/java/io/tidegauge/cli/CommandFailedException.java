package io.tidegauge.cli;

/**
 * A command cannot do what was asked: the message says why and what to do, and is all that is
 * shown.
 */
public final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** For a person. */
  public CommandFailedException(String message) {
    super(message);
  }

  /** For a person, with what caused it. */
  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
