package io.tidegauge.loadtest.chaos.verdict;

import org.jspecify.annotations.Nullable;

/** The stores could not be asked, so nothing is known. */
public final class ComparisonException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ComparisonException(String message) {
    super(message);
  }

  ComparisonException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
