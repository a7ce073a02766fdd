package io.tidegauge.contract.rollup;

/**
 * The version of a rollup: never a clock. The higher one wins, compared by epoch, offset, revision.
 *
 * @param epoch the epoch of the samples topic, 1 or more
 * @param offset the offset of the last samples record that the task had processed when it wrote the
 *     rollup
 * @param revision 0 for what the task itself wrote; counts the revisions of a closed window
 */
public record RollupVersion(int epoch, long offset, int revision)
    implements Comparable<RollupVersion> {

  /** Lower than any. */
  public static final RollupVersion NONE = new RollupVersion(0, 0, 0);

  @Override
  public int compareTo(RollupVersion other) {
    int byEpoch = Integer.compare(epoch, other.epoch);
    if (byEpoch != 0) {
      return byEpoch;
    }
    int byOffset = Long.compare(offset, other.offset);
    return byOffset != 0 ? byOffset : Integer.compare(revision, other.revision);
  }
}
