package io.tidegauge.loadtest.bench.system;

import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.EngineException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the samples that are in the log. */
final class SamplesTopic {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PATIENCE = Duration.ofMinutes(5).toNanos();

  private SamplesTopic() {}

  /**
   * Reads all records.
   *
   * @param records how many there are, ticks included
   * @param samples in them
   */
  record Content(long records, long samples) {}

  static Content read(String bootstrapServers) {
    SamplesRecordReader reader = new SamplesRecordReader();
    long records = 0;
    long samples = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.SAMPLES).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + PATIENCE;
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new EngineException("the log could not be read within five minutes");
        }
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : polled) {
          records++;
          samples += samples(record, reader);
        }
      }
    }
    return new Content(records, samples);
  }

  private static long samples(ConsumerRecord<byte[], byte[]> record, SamplesRecordReader reader) {
    Header tenant = record.headers().lastHeader(RecordHeaders.TENANT);
    byte[] value = record.value();
    if (value == null || value.length == 0 || tenant == null) {
      return 0;
    }
    long samples = 0;
    reader.reset(value, 0, value.length, new String(tenant.value(), StandardCharsets.UTF_8));
    while (reader.nextSeries()) {
      while (reader.nextSample()) {
        samples++;
      }
    }
    return samples;
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false));
  }
}
