package io.tidegauge.cli;

import org.jspecify.annotations.Nullable;

/**
 * A command cannot do what was asked: the message says why and what to do, and is all that is
 * shown.
 */
public final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** For a person. */
  public CommandFailedException(String message) {
    this(message, ExitCodes.USAGE, null);
  }

  /** For a person, with what caused it. */
  public CommandFailedException(String message, Throwable cause) {
    this(message, ExitCodes.USAGE, cause);
  }

  /**
   * For a person and a script.
   *
   * @param exitCode one of {@link ExitCodes}
   */
  public CommandFailedException(String message, int exitCode, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the command is to end with. */
  public int exitCode() {
    return exitCode;
  }
}
