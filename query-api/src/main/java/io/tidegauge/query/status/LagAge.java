package io.tidegauge.query.status;

/**
 * For how long records wait for a consumer, of one partition. The end of the partition is noted,
 * and the time until the consumer has passed it is the age; then the end is noted again. So a
 * consumer that is steadily 40 s behind is 40 s behind, however many records that are. Not
 * thread-safe.
 */
final class LagAge {

  /**
   * So many offsets behind is not behind: the marker at the end of a transaction has an offset, and
   * a consumer that commits where its last record was stays before it.
   */
  static final long MARKERS = 2;

  private boolean marked;
  private long mark;
  private long since;
  private long took;

  /**
   * Takes a reading.
   *
   * @param nanos when
   * @param passed the offset of the next record that the consumer is to read
   * @param end the offset after the last record
   * @return the age in nanoseconds; 0 where it is not behind
   */
  long update(long nanos, long passed, long end) {
    if (end - passed <= MARKERS) {
      marked = false;
      took = 0;
      return 0;
    }
    if (!marked) {
      note(nanos, end);
    } else if (passed >= mark) {
      took = nanos - since;
      note(nanos, end);
    }
    return Math.max(took, nanos - since);
  }

  private void note(long nanos, long end) {
    marked = true;
    mark = end;
    since = nanos;
  }
}
