package io.tidegauge.query.health;

import java.util.Locale;

/** How a server is; the worst first, as lists have them. */
public enum ServerState {
  /** A value is over the critical limit of a rule. */
  CRITICAL,
  /** A value is over the warning limit of a rule. */
  WARNING,
  /** Nothing came for longer than its interval lets one expect. */
  STALE,
  /** Nothing came for an hour. */
  GONE,
  /** Samples come, and no rule says otherwise. */
  HEALTHY;

  /** The word in JSON and in the tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a word; fails where there is none. */
  public static ServerState of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
