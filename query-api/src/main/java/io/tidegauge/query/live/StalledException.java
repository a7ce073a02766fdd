package io.tidegauge.query.live;

/** A subscriber took nothing for so long that it is not waited for. */
final class StalledException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StalledException(long seconds) {
    super("Nothing was taken for " + seconds + " s", null, false, false);
  }
}
