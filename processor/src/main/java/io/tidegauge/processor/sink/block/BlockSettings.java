package io.tidegauge.processor.sink.block;

import java.time.Duration;

/**
 * How a sink cuts its blocks.
 *
 * @param name of the sink, in metrics, threads and tokens
 * @param topic that it reads
 * @param group of its consumers
 * @param epoch of the samples topic
 * @param interval age at which a block is written when the sink is caught up
 * @param longestInterval age at which a block is written in any case
 * @param maxRows rows that one consumer gathers, over all its partitions
 */
public record BlockSettings(
    String name,
    String topic,
    String group,
    int epoch,
    Duration interval,
    Duration longestInterval,
    int maxRows) {

  /** Checks the values. */
  public BlockSettings {
    String keys = "tidegauge.processor.sinks." + name;
    if (!interval.isPositive() || longestInterval.compareTo(interval) < 0) {
      throw new IllegalArgumentException(
          keys
              + ".interval is "
              + interval
              + " and .longest-interval "
              + longestInterval
              + ", set the first above 0 and the second at least to the first");
    }
    if (maxRows < 1 || maxRows > 1_000_000) {
      throw new IllegalArgumentException(
          keys + ".max-rows is " + maxRows + ", set it to a number from 1 to 1000000");
    }
    if (group.isBlank()) {
      throw new IllegalArgumentException(keys + ".group is empty, set it to the group's name");
    }
  }
}
