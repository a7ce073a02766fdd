package io.tidegauge.query.status;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.LiveTopic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka of a test's own with all topics, on which the test does what the services do. */
final class Pipeline implements AutoCloseable {

  private final Engines kafka = EmbeddedEngines.start(EnginesSpec.ephemeral(Engine.KAFKA));
  private final Admin admin =
      Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.kafkaBootstrapServers()));
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", kafka.kafkaBootstrapServers()),
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private final LiveTopic live;

  Pipeline() throws ExecutionException, InterruptedException {
    admin
        .createTopics(
            Arrays.stream(PipelineTopic.values())
                .map(topic -> new NewTopic(topic.topic(), Harness.PARTITIONS, (short) 1))
                .toList())
        .all()
        .get();
    live = new LiveTopic(kafka.kafkaBootstrapServers());
  }

  String bootstrapServers() {
    return kafka.kafkaBootstrapServers();
  }

  LiveTopic live() {
    return live;
  }

  /** Writes records that nobody here reads. */
  void write(String topic, int partition, int records)
      throws ExecutionException, InterruptedException {
    for (int i = 0; i < records; i++) {
      producer.send(new ProducerRecord<>(topic, partition, null, new byte[10])).get();
    }
  }

  /** Writes a record without a value. */
  void writeNothing(String topic, int partition) throws ExecutionException, InterruptedException {
    producer.send(new ProducerRecord<>(topic, partition, null, null)).get();
  }

  /** Writes a refusal. */
  void refuse(String tenant, RejectReason reason, long received)
      throws ExecutionException, InterruptedException {
    RejectRecord reject =
        new RejectRecord(tenant, reason, "influx", "a", received, "why", "load", 0, 1, new byte[0]);
    producer
        .send(
            new ProducerRecord<>(
                Topics.REJECTS, tenant.getBytes(StandardCharsets.UTF_8), reject.encode()))
        .get();
  }

  /** Commits a group's offsets of all partitions of a topic. */
  void commit(String group, String topic, long... offsets)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    for (int partition = 0; partition < offsets.length; partition++) {
      committed.put(
          new TopicPartition(topic, partition), new OffsetAndMetadata(offsets[partition]));
    }
    admin.alterConsumerGroupOffsets(group, committed).all().get();
  }

  /** Kafka is away. */
  @Override
  public void close() {
    producer.close();
    admin.close();
    kafka.close();
  }
}
