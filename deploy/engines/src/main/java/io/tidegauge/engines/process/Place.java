package io.tidegauge.engines.process;

import java.util.List;

/**
 * Where a process lives.
 *
 * @param host the address that it listens on
 * @param prefix what its command begins with, to run it there; may be empty
 */
public record Place(String host, List<String> prefix) {
  /** On the loopback interface. */
  public static final Place LOOPBACK = new Place("127.0.0.1", List.of());

  /** Copies the list. */
  public Place {
    prefix = List.copyOf(prefix);
  }
}
