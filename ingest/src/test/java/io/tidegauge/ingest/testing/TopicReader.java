package io.tidegauge.ingest.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning. */
final class TopicReader {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

  private TopicReader() {}

  /**
   * What the records give, to the end of the topic as it is now, or further until there are at
   * least so many.
   */
  static <T> List<T> read(
      String bootstrapServers,
      String topic,
      Function<ConsumerRecord<byte[], byte[]>, List<T>> decode,
      int atLeast) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    List<T> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (System.nanoTime() < deadline) {
        boolean atEnd =
            partitions.stream()
                .allMatch(each -> consumer.position(each) >= ends.getOrDefault(each, 0L));
        if (atEnd && found.size() >= atLeast) {
          return found;
        }
        consumer.poll(Duration.ofMillis(50)).forEach(record -> found.addAll(decode.apply(record)));
      }
    }
    return found;
  }
}
