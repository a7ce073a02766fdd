package io.tidegauge.query.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the pipeline moves: what two or more readings say together.
 *
 * @param topics those that are there; none where Kafka does not answer
 * @param consumers of these topics
 * @param samplesPerSecond new samples of all tenants in this node's live state
 * @param watermark the lowest of all partitions, event time in ms; {@link Long#MIN_VALUE} where
 *     there is none
 * @param newest the highest of all partitions, likewise
 */
record PipelineReport(
    List<Topic> topics,
    List<Consumer> consumers,
    @Nullable Double samplesPerSecond,
    long watermark,
    long newest) {

  /** Copies. */
  PipelineReport {
    topics = List.copyOf(topics);
    consumers = List.copyOf(consumers);
  }

  /** A topic. */
  record Topic(PipelineTopic topic, List<Partition> partitions) {

    /** Copies. */
    Topic {
      partitions = List.copyOf(partitions);
    }

    /** Offsets a second over all partitions; null where none has a rate yet. */
    @Nullable Double recordsPerSecond() {
      Double sum = null;
      for (Partition partition : partitions) {
        Double rate = partition.recordsPerSecond();
        if (rate != null) {
          sum = sum == null ? rate : sum + rate;
        }
      }
      return sum;
    }
  }

  /**
   * A partition of a topic.
   *
   * @param recordsPerSecond offsets a second
   * @param watermark event time in ms; {@link Long#MIN_VALUE} where there is none
   */
  record Partition(
      int partition, long begin, long end, @Nullable Double recordsPerSecond, long watermark) {}

  /**
   * A consumer.
   *
   * @param lags by partition; null where it is not known how far it is
   */
  record Consumer(PipelineConsumer consumer, String group, @Nullable List<Lag> lags) {

    /** Records that wait for it; null where that is not known. */
    @Nullable Long lag() {
      return lags == null ? null : lags.stream().mapToLong(Lag::records).sum();
    }
  }

  /**
   * What waits for a consumer in a partition.
   *
   * @param records offsets up to the end
   * @param ageNanos for how long the oldest of them waits
   */
  record Lag(int partition, long records, long ageNanos) {}
}
