package io.tidegauge.query.live;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the live topic: of each partition the offset of the next record to be read, with a tag
 * of the topic, so that an offset of a topic made anew is not mistaken. As text: the tag, a dot,
 * and the offsets in base 36 joined by dashes. The same on every node. Immutable.
 */
public final class Position {

  private static final String OFFSET = "(0|[1-9a-z][0-9a-z]{0,11})";
  private static final Pattern TEXT =
      Pattern.compile("[a-z0-9]{1,13}\\." + OFFSET + "(?:-" + OFFSET + ")*+");

  private final String tag;
  private final long[] next;

  Position(String tag, long[] next) {
    this.tag = tag;
    this.next = next;
  }

  /** Reads the text form; empty where it is none. */
  public static Optional<Position> parse(String text) {
    if (text.length() > 100_000 || !TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    int dot = text.indexOf('.');
    String[] offsets = text.substring(dot + 1).split("-", -1);
    long[] next = new long[offsets.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = Long.parseLong(offsets[i], 36);
    }
    return Optional.of(new Position(text.substring(0, dot), next));
  }

  /** Whether the two are of one topic, so that they can be compared. */
  boolean comparable(Position other) {
    return tag.equals(other.tag) && next.length == other.next.length;
  }

  /** Whether a record is at or after this position. */
  boolean isNewer(int partition, long liveOffset) {
    return liveOffset >= next[partition];
  }

  /** Whether it is of the other's topic, and in no partition after it. */
  boolean isAtMost(Position other) {
    if (!comparable(other)) {
      return false;
    }
    for (int i = 0; i < next.length; i++) {
      if (next[i] > other.next[i]) {
        return false;
      }
    }
    return true;
  }

  /** The later of the two in each partition; both are of one topic. */
  Position max(Position other) {
    long[] later = next.clone();
    for (int i = 0; i < later.length; i++) {
      later[i] = Math.max(later[i], other.next[i]);
    }
    return new Position(tag, later);
  }

  long next(int partition) {
    return next[partition];
  }

  int partitions() {
    return next.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Position that && tag.equals(that.tag) && Arrays.equals(next, that.next);
  }

  @Override
  public int hashCode() {
    return tag.hashCode() * 31 + Arrays.hashCode(next);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(tag).append('.');
    for (int i = 0; i < next.length; i++) {
      text.append(i == 0 ? "" : "-").append(Long.toString(next[i], 36));
    }
    return text.toString();
  }
}
