package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a peer wrote: key is series (8 bytes), length of the window in minutes (4) and its start
 * (8), all big-endian; the value begins with the count (8).
 */
final class PeerRollups {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PATIENCE = Duration.ofMinutes(5).toNanos();
  private static final int SHORTEST = 5;
  private static final int LONGEST = 24 * 60;

  private PeerRollups() {}

  /**
   * What is committed.
   *
   * @param records how many
   * @param windows5m different windows of five minutes
   * @param samples24h samples that the newest records of all windows of 24 hours count
   */
  record Content(long records, long windows5m, long samples24h) {}

  /** Holds a count of each window: for runs that are short. */
  static Content read(String bootstrapServers, String topic) {
    Map<ByteBuffer, Long> counts = new HashMap<>();
    long records = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + PATIENCE;
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new EngineException(topic + " could not be read within five minutes");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          records++;
          counts.put(ByteBuffer.wrap(record.key()), ByteBuffer.wrap(record.value()).getLong());
        }
      }
    }
    long windows5m = 0;
    long samples24h = 0;
    for (Map.Entry<ByteBuffer, Long> window : counts.entrySet()) {
      int minutes = window.getKey().getInt(Long.BYTES);
      if (minutes == SHORTEST) {
        windows5m++;
      } else if (minutes == LONGEST) {
        samples24h += window.getValue();
      }
    }
    return new Content(records, windows5m, samples24h);
  }
}
