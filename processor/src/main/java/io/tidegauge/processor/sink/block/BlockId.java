package io.tidegauge.processor.sink.block;

/**
 * Which records a block is made of: all of a partition with an offset in [from, to].
 *
 * @param epoch of the topic when the block was planned
 * @param partition of the topic
 * @param from first offset
 * @param to last offset, inclusive
 */
public record BlockId(int epoch, int partition, long from, long to) {

  /** Checks the values. */
  public BlockId {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("a block of offsets " + from + " to " + to);
    }
  }

  /** The deduplication token of the block's rows in the table of a sink. */
  public String token(String sink) {
    return sink + ":" + epoch + ":" + partition + ":" + from + ":" + to;
  }
}
