package io.tidegauge.loadtest.send;

/** A file that is not what it was said to be; the message names the line and what to change. */
final class InputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }
}
