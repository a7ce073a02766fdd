package io.tidegauge.loadtest.chaos.cuts.client;

import java.io.IOException;

/** A node answered, and not with the feed. */
final class RefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
