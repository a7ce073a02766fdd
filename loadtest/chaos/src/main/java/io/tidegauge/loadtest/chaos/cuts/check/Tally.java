package io.tidegauge.loadtest.chaos.cuts.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found, of all clients. Thread-safe. */
public final class Tally {

  private static final int EXAMPLES = 12;

  /** What is counted. */
  public enum Count {
    /** Frames that came. */
    FRAMES,
    /** Frames with something new in them. */
    UPDATES,
    /** Connections that went on from a position. */
    RESUMES,
    /** Connections whose position was not known any more, and which were told so. */
    RESETS,
    /** Series that a client does not show as they are at its position. */
    GAPS,
    /** Entries that the client had already. */
    DUPLICATES,
    /** Positions or series that went back. */
    BACKWARDS
  }

  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private final List<String> examples = new ArrayList<>();

  /** One more. */
  public synchronized void add(Count count) {
    counts.merge(count, 1L, Long::sum);
  }

  /** One more of what must not be, and what it is. */
  synchronized void add(Count count, String example) {
    add(count);
    if (examples.size() < EXAMPLES) {
      examples.add(count + ": " + example);
    }
  }

  /** How many. */
  public synchronized long of(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  /** Whether nothing was found that must not be. */
  public boolean isRight() {
    return of(Count.GAPS) == 0 && of(Count.DUPLICATES) == 0 && of(Count.BACKWARDS) == 0;
  }

  /** Some of what must not be. */
  public synchronized List<String> examples() {
    return List.copyOf(examples);
  }
}
