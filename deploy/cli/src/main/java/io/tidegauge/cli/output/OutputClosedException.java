package io.tidegauge.cli.output;

/** Whoever read the output has gone: there is nothing left to do. */
public final class OutputClosedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutputClosedException(Throwable cause) {
    super("the reader of the output has gone", cause);
  }
}
