package io.tidegauge.cli.kafka;

import io.tidegauge.cli.CommandFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a range of a topic, what is committed of it, without a consumer group: nobody else notices.
 * Holds some MiB however large the range is. Not thread-safe.
 */
public final class TopicScan {

  private static final int TIMEOUT_MS = 10_000;
  private static final int FETCH_BYTES = 4 << 20;
  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrapServers;
  private final String topic;

  /** Of a topic. */
  public TopicScan(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
  }

  /**
   * Gives the range's records to a handler, until the range or the handler's interest ends.
   *
   * @throws CommandFailedException where Kafka or the topic is not there
   */
  public void read(TopicRange range, RecordHandler handler) {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, range);
      Map<TopicPartition, Long> ends =
          range.follow() ? Map.of() : offsets(consumer, partitions, range.to());
      Map<TopicPartition, Long> starts = offsets(consumer, partitions, range.from());
      consumer.assign(partitions);
      starts.forEach(consumer::seek);
      read(consumer, ends, handler, range.follow());
    } catch (TimeoutException e) {
      throw new CommandFailedException(
          "Kafka does not answer at "
              + bootstrapServers
              + "; start it (./tidegauge up) or give --bootstrap-servers",
          e);
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "cannot read " + topic + " at " + bootstrapServers + ": " + e.getMessage(), e);
    }
  }

  private static void read(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      RecordHandler handler,
      boolean follow) {
    while (true) {
      if (!follow && leaveWhatIsRead(consumer, ends)) {
        handler.pause();
        return;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        long end =
            ends.getOrDefault(
                new TopicPartition(record.topic(), record.partition()), Long.MAX_VALUE);
        if (record.offset() < end && !handler.accept(record)) {
          handler.pause();
          return;
        }
      }
      handler.pause();
    }
  }

  /** Markers of transactions have offsets too, so that only the position tells the end. */
  private static boolean leaveWhatIsRead(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    List<TopicPartition> left = new ArrayList<>();
    ends.forEach(
        (partition, end) -> {
          if (consumer.assignment().contains(partition) && consumer.position(partition) < end) {
            left.add(partition);
          }
        });
    if (left.size() < consumer.assignment().size()) {
      consumer.assign(left);
    }
    return left.isEmpty();
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, TopicRange range) {
    List<PartitionInfo> all = consumer.partitionsFor(topic);
    if (all == null || all.isEmpty()) {
      throw new CommandFailedException(
          "there is no topic "
              + topic
              + " at "
              + bootstrapServers
              + "; the services make it when they start: give another --bootstrap-servers, or start"
              + " them");
    }
    List<TopicPartition> wanted =
        all.stream()
            .map(PartitionInfo::partition)
            .filter(number -> range.partitions().isEmpty() || range.partitions().contains(number))
            .sorted()
            .map(number -> new TopicPartition(topic, number))
            .toList();
    if (wanted.size() < range.partitions().size()) {
      throw new CommandFailedException(
          topic + " has the partitions 0 to " + (all.size() - 1) + ", give one of these");
    }
    return wanted;
  }

  private static Map<TopicPartition, Long> offsets(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Position position) {
    return switch (position) {
      case Position.Beginning beginning -> consumer.beginningOffsets(partitions);
      case Position.End end -> consumer.endOffsets(partitions);
      case Position.Time time -> atTime(consumer, partitions, time.time().toEpochMilli());
      case Position.Offset offset -> atOffset(consumer, partitions, offset.offset());
    };
  }

  private static Map<TopicPartition, Long> atTime(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long time) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, time));
    Map<TopicPartition, Long> found = consumer.endOffsets(partitions);
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> entry :
        consumer.offsetsForTimes(wanted).entrySet()) {
      if (entry.getValue() != null) {
        found.merge(entry.getKey(), entry.getValue().offset(), Math::min);
      }
    }
    return found;
  }

  /** An offset that is not there is the nearest one that is. */
  private static Map<TopicPartition, Long> atOffset(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long offset) {
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> offsets = consumer.endOffsets(partitions);
    offsets.replaceAll(
        (partition, end) -> Math.clamp(offset, first.getOrDefault(partition, 0L), end));
    return offsets;
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.CLIENT_ID_CONFIG,
            "tidegauge-cli",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            // What is deleted while it is waited for is skipped.
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            FETCH_BYTES,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            FETCH_BYTES,
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            TIMEOUT_MS),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
