package io.tidegauge.processor.replay;

/** How far a replay is; the order is that of {@code replays.step} in schema.sql. */
public enum ReplayStep {
  /** Windows are being computed and compared. */
  COMPUTING,
  /** All that differs is known, and nothing of it is seen. */
  COMPUTED,
  /** All is published; the sink makes it visible. */
  PUBLISHED,
  /** It is in the main tables too. */
  MOVED,
  /** Nothing of it is kept aside any more. */
  DONE
}
