package io.tidegauge.loadtest.body;

/** A request's body, not compressed. Not thread-safe. */
public interface Body {

  /** Makes it that of a time, ms since the epoch. */
  void patch(long millis);

  /** Its bytes, as they are since the last {@link #patch}. */
  byte[] bytes();

  /** How many samples it has. */
  int samples();
}
