package io.tidegauge.processor.replay;

import io.tidegauge.contract.topic.FetchSize;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks at the samples topic without a consumer group: nobody else notices. Not thread-safe. */
final class KafkaSamples implements AutoCloseable {

  /**
   * How long before a day the first record with a sample of it may have been received: samples are
   * taken some minutes ahead of the gateway's clock, and gateways' clocks differ.
   */
  static final long AHEAD_MILLIS = Duration.ofHours(1).toMillis();

  private static final Duration POLL = Duration.ofSeconds(10);

  private final Consumer<byte[], byte[]> consumer;

  KafkaSamples(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "tidegauge-replay",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                FetchSize.MAX_BYTES,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                15_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  Consumer<byte[], byte[]> consumer() {
    return consumer;
  }

  /** The ends of a topic's partitions, by partition. */
  TreeMap<Integer, Long> ends(String topic) {
    TreeMap<Integer, Long> ends = new TreeMap<>();
    consumer
        .endOffsets(
            consumer.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList())
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }

  /** The first offset that is still there. */
  long begin(int partition) {
    TopicPartition of = new TopicPartition(Topics.SAMPLES, partition);
    return consumer.beginningOffsets(List.of(of)).getOrDefault(of, 0L);
  }

  /** The gateway's time of the first record from an offset on; empty where there is none. */
  OptionalLong received(int partition, long offset) {
    TopicPartition of = new TopicPartition(Topics.SAMPLES, partition);
    consumer.assign(List.of(of));
    consumer.seek(of, offset);
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      Header header = record.headers().lastHeader(RecordHeaders.RECEIVED);
      if (header != null && header.value().length == Long.BYTES) {
        return OptionalLong.of(ByteBuffer.wrap(header.value()).getLong());
      }
    }
    return OptionalLong.empty();
  }

  /** Where the records may begin that have samples of a day or later. */
  long firstOf(int partition, long day, long end) {
    long low = begin(partition);
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (received(partition, middle).orElse(Long.MIN_VALUE) < day - 2 * AHEAD_MILLIS) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
