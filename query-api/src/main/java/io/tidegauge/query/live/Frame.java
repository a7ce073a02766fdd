package io.tidegauge.query.live;

/**
 * What a subscription sends.
 *
 * @param event the name of the event
 * @param position what the subscriber gives back to go on from here; empty where it may not
 * @param body JSON, one line of UTF-8
 */
record Frame(Event event, String position, byte[] body) {

  /** Nothing to tell, but the connection lives. */
  static final Frame HEARTBEAT = new Frame(Event.HEARTBEAT, "", new byte[0]);

  /** Names of events. */
  enum Event {
    SNAPSHOT,
    UPDATE,
    RESET,
    HEARTBEAT;

    private final String text = name().toLowerCase(java.util.Locale.ROOT);

    String text() {
      return text;
    }
  }
}
