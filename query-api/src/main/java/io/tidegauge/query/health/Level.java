package io.tidegauge.query.health;

import java.util.Locale;

/** How bad it is that a value is over a limit. */
public enum Level {
  /** Someone should look. */
  WARNING(ServerState.WARNING),
  /** Someone must act. */
  CRITICAL(ServerState.CRITICAL);

  private final ServerState state;

  Level(ServerState state) {
    this.state = state;
  }

  /** The state of a server with a finding of this level and none that is worse. */
  public ServerState state() {
    return state;
  }

  /** The word in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of a word; fails where there is none. */
  static Level of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
