package io.tidegauge.loadtest.chaos.cuts.check;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A position of the feed: of each partition of the live topic the offset of the next record. Read
 * from its text as the documentation has it: a tag, a dot, offsets in base 36 joined by dashes.
 */
public record Place(String tag, long[] next) {

  private static final int BASE = 36;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException where the text is none
   */
  public static Place parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1) {
      throw new IllegalArgumentException("'" + text + "' is no position");
    }
    return new Place(
        text.substring(0, dot),
        Arrays.stream(text.substring(dot + 1).split("-", -1))
            .mapToLong(offset -> Long.parseLong(offset, BASE))
            .toArray());
  }

  /** The text, as a client gives it back. */
  public String text() {
    return tag
        + "."
        + Arrays.stream(next)
            .mapToObj(offset -> Long.toString(offset, BASE))
            .collect(Collectors.joining("-"));
  }

  /** Whether it is not behind another one in any partition, and of the same topic. */
  boolean reaches(Place other) {
    if (!tag.equals(other.tag) || next.length != other.next.length) {
      return false;
    }
    for (int i = 0; i < next.length; i++) {
      if (next[i] < other.next[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place that && tag.equals(that.tag) && Arrays.equals(next, that.next);
  }

  @Override
  public int hashCode() {
    return 31 * tag.hashCode() + Arrays.hashCode(next);
  }

  @Override
  public String toString() {
    return tag + Arrays.toString(next);
  }
}
