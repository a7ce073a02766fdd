package io.tidegauge.loadtest.send;

/** A native stream that ended before everything was acknowledged: the rest is sent again. */
final class StreamCutException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StreamCutException(String message) {
    super(message);
  }
}
