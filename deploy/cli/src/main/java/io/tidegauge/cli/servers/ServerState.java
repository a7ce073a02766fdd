package io.tidegauge.cli.servers;

import io.tidegauge.cli.terminal.Tone;
import java.util.Locale;

/** How a server is; the worst first. The names are what is typed. */
enum ServerState {
  critical(Tone.BAD),
  warning(Tone.WARNING),
  stale(Tone.WARNING),
  gone(Tone.DIM),
  healthy(Tone.GOOD),
  /** A word of a later version of the service. */
  unknown(Tone.PLAIN);

  private final Tone tone;

  ServerState(Tone tone) {
    this.tone = tone;
  }

  /** How it is shown. */
  Tone tone() {
    return tone;
  }

  /** Whether it is this one or a worse one. */
  boolean isAsBadAs(ServerState limit) {
    return compareTo(limit) <= 0;
  }

  /** The state of the API's word. */
  static ServerState of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (ServerState state : values()) {
      if (state.name().equals(lower)) {
        return state;
      }
    }
    return unknown;
  }
}
