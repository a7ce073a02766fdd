package io.tidegauge.processor.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * A key with the partition that it goes to: rollups, marks among them, stay in the partition of
 * their samples.
 *
 * @param bytes the key as it is written
 * @param partition where to; negative for the producer's choice
 */
record OutputKey(byte[] bytes, int partition) {

  /** Writes the key's bytes. */
  static final class KeySerializer implements Serializer<OutputKey> {
    @Override
    public byte[] serialize(String topic, OutputKey key) {
      return key.bytes();
    }
  }

  /** Goes by the key's partition. */
  static final class Partitioner implements StreamPartitioner<OutputKey, byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(
        String topic, OutputKey key, byte[] value, int numPartitions) {
      if (key.partition() >= numPartitions) {
        throw new IllegalStateException(
            "topic "
                + topic
                + " has "
                + numPartitions
                + " partitions, fewer than the samples topic: make it anew with as many");
      }
      return key.partition() < 0 ? Optional.empty() : Optional.of(Set.of(key.partition()));
    }
  }
}
