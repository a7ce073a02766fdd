package io.tidegauge.processor.sink.testing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.testing.Isolated;
import io.tidegauge.engines.testing.SharedEngines;
import io.tidegauge.processor.sink.block.BlockFactory;
import io.tidegauge.processor.sink.block.BlockSettings;
import io.tidegauge.processor.sink.block.BlockSink;
import io.tidegauge.processor.sink.block.KafkaRecordPublisher;
import io.tidegauge.processor.sink.block.SinkConsumers;
import io.tidegauge.processor.sink.block.SinkMetrics;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Compression;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Retention;
import io.tidegauge.processor.sink.clickhouse.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic, a consumer group and a database of a test's own on the shared engines. */
public final class SinkFixture implements AutoCloseable {

  /** Far more than the tests' data spans, wherever on the time line it is. */
  public static final Retention FOR_EVER =
      new Retention(
          Duration.ofDays(20_000),
          Duration.ofDays(20_000),
          Duration.ofDays(20_000),
          Duration.ofDays(20_000));

  public final String bootstrapServers;
  public final String topic = Isolated.name("topic");
  public final String group = Isolated.name("group");
  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final ClickHouseClient clickhouse;
  public final Schema schema;
  public final KafkaRecordPublisher publisher;
  private final Admin admin;
  private final List<BlockSink> sinks = new ArrayList<>();

  public SinkFixture(int partitions) throws Exception {
    this(partitions, Isolated.clickhouse(engines()));
  }

  public SinkFixture(int partitions, ClickHouseEndpoint endpoint) throws Exception {
    bootstrapServers = engines().kafkaBootstrapServers();
    clickhouse = new ClickHouseClient(properties(endpoint, Compression.NONE));
    schema = new Schema(clickhouse, FOR_EVER.rollups24h(), FOR_EVER);
    publisher = new KafkaRecordPublisher(bootstrapServers, "test");
    Properties config = new Properties();
    config.put("bootstrap.servers", bootstrapServers);
    admin = Admin.create(config);
    createTopic(topic, partitions);
  }

  private static Engines engines() {
    return SharedEngines.get(Engine.KAFKA, Engine.CLICKHOUSE);
  }

  public static ClickHouseProperties properties(
      ClickHouseEndpoint endpoint, Compression compression) {
    return new ClickHouseProperties(
        endpoint.url(),
        endpoint.username(),
        endpoint.password(),
        endpoint.database(),
        compression,
        Duration.ofSeconds(2),
        Duration.ofSeconds(20),
        FOR_EVER);
  }

  public void createTopic(String name, int partitions) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    // A producer that is earlier than the leaders may have its first batch refused and the next
    // one taken, after which the first is out of order for good.
    Await.until("the leaders of " + name + " answer", () -> isLed(name, partitions));
  }

  private boolean isLed(String name, int partitions) throws Exception {
    try {
      for (int partition = 0; partition < partitions; partition++) {
        end(new TopicPartition(name, partition));
      }
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        return false;
      }
      throw e;
    }
  }

  /** Starts a sink that is closed with the fixture. */
  public BlockSink start(String name, BlockFactory blocks, int maxRows) {
    BlockSettings settings =
        new BlockSettings(
            name, topic, group, 1, Duration.ofMillis(100), Duration.ofMillis(300), maxRows);
    BlockSink sink =
        new BlockSink(
            settings,
            SinkConsumers.of(bootstrapServers, group, "test-" + sinks.size()),
            blocks,
            new SinkMetrics(registry, name, sinks.size()),
            schema::await);
    sinks.add(sink);
    sink.start();
    return sink;
  }

  public void publish(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    publisher.publish(records);
  }

  public Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }

  /** Whether the group has committed the end of every partition. */
  public boolean isCaughtUp(int partitions) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    for (int partition = 0; partition < partitions; partition++) {
      TopicPartition key = new TopicPartition(topic, partition);
      OffsetAndMetadata offset = committed.get(key);
      if (offset == null || offset.offset() < end(key)) {
        return false;
      }
    }
    return true;
  }

  private long end(TopicPartition partition) throws Exception {
    return admin
        .listOffsets(Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
        .partitionResult(partition)
        .get()
        .offset();
  }

  /** All records of one partition of a topic so far. */
  public List<ConsumerRecord<byte[], byte[]>> read(String name, int partition) throws Exception {
    TopicPartition key = new TopicPartition(name, partition);
    long end = end(key);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(key));
      consumer.seekToBeginning(List.of(key));
      while (consumer.position(key) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  public List<String> rows(String query) throws Exception {
    return clickhouse.execute(query + " FORMAT TSV").lines().toList();
  }

  @Override
  public void close() {
    sinks.forEach(BlockSink::close);
    publisher.close();
    admin.close();
    clickhouse.close();
  }
}
