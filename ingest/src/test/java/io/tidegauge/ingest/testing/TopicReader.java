package io.tidegauge.ingest.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic; what was read once is kept, so that each test need not read it all again. */
final class TopicReader {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

  // Their consumers live as long as the tests' JVM.
  private static final Map<String, TopicReader> READERS = new ConcurrentHashMap<>();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  private TopicReader(String bootstrapServers, String topic) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * What the records give, to the end of the topic as it is now, or further until there are at
   * least so many.
   */
  static <T> List<T> read(
      String bootstrapServers,
      String topic,
      Function<ConsumerRecord<byte[], byte[]>, List<T>> decode,
      int atLeast) {
    return READERS
        .computeIfAbsent(
            bootstrapServers + '/' + topic, key -> new TopicReader(bootstrapServers, topic))
        .read(decode, atLeast);
  }

  private synchronized <T> List<T> read(
      Function<ConsumerRecord<byte[], byte[]>, List<T>> decode, int atLeast) {
    List<T> found = new ArrayList<>();
    records.forEach(record -> found.addAll(decode.apply(record)));
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline) {
      boolean atEnd =
          partitions.stream()
              .allMatch(each -> consumer.position(each) >= ends.getOrDefault(each, 0L));
      if (atEnd && found.size() >= atLeast) {
        return found;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
        records.add(record);
        found.addAll(decode.apply(record));
      }
    }
    return found;
  }
}
