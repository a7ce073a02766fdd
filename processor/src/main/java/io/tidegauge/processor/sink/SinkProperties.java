package io.tidegauge.processor.sink;

import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.sink.block.BlockSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sinks into ClickHouse and Redis.
 *
 * @param raw of raw samples
 * @param rollups of rollups
 * @param redis of the live state
 */
@ConfigurationProperties("tidegauge.processor.sinks")
public record SinkProperties(
    @DefaultValue Raw raw, @DefaultValue Rollups rollups, @DefaultValue Redis redis) {

  /**
   * The sink of raw samples.
   *
   * @param enabled whether this process runs it
   * @param group its consumer group; the reviser waits for the positions of this group
   * @param consumers how many consumers this process runs, each on a thread of its own
   * @param interval age at which a block is written when the sink is caught up
   * @param longestInterval age at which a block is written in any case
   * @param maxRows rows that one consumer gathers, over all its partitions (28 bytes each, and 48
   *     while they are sent)
   * @param knownSeries how many series one consumer remembers as written (33 bytes each, times two
   *     to four)
   */
  public record Raw(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("tidegauge-raw-sink") String group,
      @DefaultValue("1") int consumers,
      @DefaultValue("1s") Duration interval,
      @DefaultValue("5s") Duration longestInterval,
      @DefaultValue("1000000") int maxRows,
      @DefaultValue("1000000") int knownSeries) {

    /** Checks the values. */
    public Raw {
      requireConsumers("raw", consumers);
      if (knownSeries < 1000 || knownSeries > 100_000_000) {
        throw new IllegalArgumentException(
            "tidegauge.processor.sinks.raw.known-series is "
                + knownSeries
                + ", set it to a number from 1000 to 100000000");
      }
    }

    BlockSettings toBlockSettings(int epoch) {
      return new BlockSettings(
          "raw", Topics.SAMPLES, group, epoch, interval, longestInterval, maxRows);
    }
  }

  /**
   * The sink of rollups.
   *
   * @param enabled whether this process runs it
   * @param group its consumer group
   * @param consumers how many consumers this process runs, each on a thread of its own
   * @param interval age at which a block is written when the sink is caught up
   * @param longestInterval age at which a block is written in any case
   * @param maxRows rows that one consumer gathers, over all its partitions (about 1 KB each)
   */
  public record Rollups(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("tidegauge-rollups-sink") String group,
      @DefaultValue("1") int consumers,
      @DefaultValue("1s") Duration interval,
      @DefaultValue("5s") Duration longestInterval,
      @DefaultValue("50000") int maxRows) {

    /** Checks the values. */
    public Rollups {
      requireConsumers("rollups", consumers);
    }

    BlockSettings toBlockSettings(int epoch) {
      return new BlockSettings(
          "rollups", Topics.ROLLUPS, group, epoch, interval, longestInterval, maxRows);
    }
  }

  /**
   * The live state in Redis.
   *
   * @param enabled whether this process writes it
   * @param timeout after which Redis counts as away
   */
  public record Redis(@DefaultValue("true") boolean enabled, @DefaultValue("2s") Duration timeout) {

    /** Checks the values. */
    public Redis {
      if (!timeout.isPositive()) {
        throw new IllegalArgumentException(
            "tidegauge.processor.sinks.redis.timeout is " + timeout + ", set it above 0");
      }
    }
  }

  private static void requireConsumers(String sink, int consumers) {
    if (consumers < 1 || consumers > 64) {
      throw new IllegalArgumentException(
          "tidegauge.processor.sinks."
              + sink
              + ".consumers is "
              + consumers
              + ", set it to a number from 1 to 64, or .enabled to false");
    }
  }
}
