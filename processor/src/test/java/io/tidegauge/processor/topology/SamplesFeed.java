package io.tidegauge.processor.topology;

import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.config.InstallationProperties;
import io.tidegauge.processor.config.TopicCreator;
import io.tidegauge.processor.window.Oracle;
import io.tidegauge.processor.window.Scenario;
import io.tidegauge.processor.window.TestRecord;
import io.tidegauge.processor.window.TestSeries;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records of each partition, as the gateway would publish them, with the oracle's answer. */
public final class SamplesFeed implements AutoCloseable {

  /** Partitions of the tests' topics. */
  public static final int PARTITIONS = 2;

  private final KafkaProducer<byte[], byte[]> producer;
  private final List<List<TestRecord>> records = new ArrayList<>();
  private final List<Oracle> oracles = new ArrayList<>();
  private final Map<String, TestSeries> series = new HashMap<>();

  /** A scenario for each partition. */
  SamplesFeed(String bootstrapServers, long seed, int size, long grace) {
    this(
        bootstrapServers,
        partition -> Scenario.of(seed + partition, size, 2, 6),
        () -> new Oracle(grace));
  }

  /** What is given of each partition; as many records of one as of the other. */
  public SamplesFeed(
      String bootstrapServers,
      IntFunction<List<TestRecord>> recordsOfPartition,
      Supplier<Oracle> newOracle) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 2),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<TestRecord> ofPartition = recordsOfPartition.apply(partition);
      Oracle oracle = newOracle.get();
      for (TestRecord record : ofPartition) {
        oracle.apply(record);
        record.points().forEach(p -> series.put(p.series().id().toString(), p.series()));
      }
      records.add(ofPartition);
      oracles.add(oracle);
    }
  }

  /** Makes the topics, so that there is something to publish to before a processor is up. */
  public static void createTopics(String bootstrapServers) throws InterruptedException {
    new TopicCreator(
            new InstallationProperties(
                new InstallationProperties.Kafka(bootstrapServers, (short) 1),
                PARTITIONS,
                1,
                Duration.ofMinutes(5),
                Duration.ofDays(7),
                new InstallationProperties.Clock(Duration.ZERO, 1, Instant.EPOCH)))
        .create();
  }

  /** How many records each partition gets. */
  public int size() {
    return records.getFirst().size();
  }

  /** The answer of a partition. */
  public Oracle oracle(int partition) {
    return oracles.get(partition);
  }

  /** All series by id. */
  public Map<String, TestSeries> series() {
    return series;
  }

  /** Receive time of the last record, a tick: when a mark has it, all is closed. */
  long lastTick(int partition) {
    return records.get(partition).getLast().received();
  }

  /** Publishes records [from, to) of each partition and waits until they are durable. */
  public void publish(int from, int to) throws InterruptedException, ExecutionException {
    List<java.util.concurrent.Future<?>> sent = new ArrayList<>();
    for (int partition = 0; partition < records.size(); partition++) {
      for (TestRecord record : records.get(partition).subList(from, to)) {
        sent.add(producer.send(encode(partition, record)));
      }
    }
    for (java.util.concurrent.Future<?> future : sent) {
      future.get();
    }
  }

  private static ProducerRecord<byte[], byte[]> encode(int partition, TestRecord record) {
    ProducerRecord<byte[], byte[]> encoded =
        new ProducerRecord<>(
            Topics.SAMPLES,
            partition,
            null,
            record.kind() == RecordKind.TICK ? new byte[0] : record.value());
    headers(record).forEach(encoded.headers()::add);
    return encoded;
  }

  /** The headers that a gateway gives a record. */
  static Headers headers(TestRecord record) {
    Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
    headers.add(RecordHeaders.VERSION, ByteBuffer.allocate(4).putInt(1).array());
    headers.add(RecordHeaders.TENANT, record.tenant().getBytes(StandardCharsets.UTF_8));
    headers.add(RecordHeaders.KIND, new byte[] {record.kind().code()});
    headers.add(RecordHeaders.RECEIVED, number(record.received()));
    if (!record.producer().isEmpty()) {
      headers.add(RecordHeaders.PRODUCER, record.producer().getBytes(StandardCharsets.UTF_8));
      headers.add(RecordHeaders.EPOCH, number(record.epoch()));
      headers.add(RecordHeaders.SEQUENCE, number(record.sequence()));
    }
    return headers;
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  @Override
  public void close() {
    producer.close();
  }
}
