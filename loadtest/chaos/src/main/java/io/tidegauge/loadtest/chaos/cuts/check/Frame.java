package io.tidegauge.loadtest.chaos.cuts.check;

import java.util.List;
import java.util.Optional;

/**
 * What a client was sent.
 *
 * @param kind what it is
 * @param place the position that came with it; empty where none did
 * @param entries of a snapshot or an update, in their order
 */
public record Frame(Kind kind, Optional<Place> place, List<Entry> entries) {

  /** Kinds of frames. */
  public enum Kind {
    /** All that there is. */
    SNAPSHOT,
    /** What is new. */
    UPDATE,
    /** What the client knows may be wrong; a snapshot follows. */
    RESET,
    /** Nothing is new up to the position. */
    BEAT
  }

  /**
   * A series in a frame.
   *
   * @param series its id
   */
  public record Entry(String series, Shown shown) {}

  /** Copies. */
  public Frame {
    entries = List.copyOf(entries);
  }
}
