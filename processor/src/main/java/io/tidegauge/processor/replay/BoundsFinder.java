package io.tidegauge.processor.replay;

import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds up to where a replay reads: the end of the samples topic as it is now, once the windows and
 * both sinks are beyond it, so that all that is stored is of samples that the replay reads too.
 */
final class BoundsFinder {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Gateways' ticks come every few seconds: a watermark may be behind the last record so much. */
  private static final long TICKS_MILLIS = Duration.ofMinutes(1).toMillis();

  private final ReplaySettings settings;

  BoundsFinder(ReplaySettings settings) {
    this.settings = settings;
  }

  ReplayBounds find(long keptFrom, ReplayProgress progress) throws InterruptedException {
    try (Consumer<byte[], byte[]> consumer = consumer();
        Admin admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()))) {
      Map<TopicPartition, Long> samples = ends(consumer, Topics.SAMPLES);
      long closedTo = receivedLast(consumer, samples) - settings.grace().toMillis() - TICKS_MILLIS;
      await(admin, settings.rawGroup(), samples, "the raw sink", progress);
      await(admin, settings.applicationId(), samples, "the windows", progress);
      Map<TopicPartition, Long> rollups = ends(consumer, Topics.ROLLUPS);
      await(admin, settings.rollupsGroup(), rollups, "the rollups sink", progress);
      List<Long> ends = new ArrayList<>();
      for (int i = 0; i < samples.size(); i++) {
        ends.add(samples.getOrDefault(new TopicPartition(Topics.SAMPLES, i), 0L));
      }
      return new ReplayBounds(settings.epoch(), ends, closedTo, keptFrom);
    } catch (KafkaException | ExecutionException e) {
      throw new ReplayException(
          "Kafka at "
              + settings.bootstrapServers()
              + " cannot be asked; start it (./tidegauge up) or give --bootstrap-servers: "
              + e.getMessage(),
          e);
    }
  }

  private static Map<TopicPartition, Long> ends(Consumer<byte[], byte[]> consumer, String topic) {
    return consumer.endOffsets(
        consumer.partitionsFor(topic).stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList());
  }

  /** The gateways' time, of the partition that is furthest behind. */
  private static long receivedLast(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    long received = Long.MAX_VALUE;
    for (Map.Entry<TopicPartition, Long> entry : ends.entrySet()) {
      if (entry.getValue() > 0) {
        consumer.assign(List.of(entry.getKey()));
        consumer.seek(entry.getKey(), entry.getValue() - 1);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(10))) {
          Header header = record.headers().lastHeader(RecordHeaders.RECEIVED);
          if (header != null && header.value().length == Long.BYTES) {
            received = Math.min(received, ByteBuffer.wrap(header.value()).getLong());
            break;
          }
        }
      }
    }
    if (received == Long.MAX_VALUE) {
      throw new ReplayException("the samples topic is empty: there is nothing to replay");
    }
    return received;
  }

  private static void await(
      Admin admin,
      String group,
      Map<TopicPartition, Long> ends,
      String who,
      ReplayProgress progress)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    while (true) {
      long behind = behind(admin, group, ends);
      if (behind == 0) {
        return;
      }
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new ReplayException(
            who
                + " (consumer group "
                + group
                + ") is "
                + behind
                + " records behind for "
                + PATIENCE.toMinutes()
                + " minutes; see that the processor runs and stores, then start again");
      }
      progress.at("waiting for " + who + " to store what is there, records behind", behind, behind);
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }

  private static long behind(Admin admin, String group, Map<TopicPartition, Long> ends)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata offset = committed.get(end.getKey());
      behind += Math.max(0, end.getValue() - (offset == null ? 0 : offset.offset()));
    }
    return behind;
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.bootstrapServers(),
            ConsumerConfig.CLIENT_ID_CONFIG,
            "tidegauge-replay",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1,
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            15_000),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
