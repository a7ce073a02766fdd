package io.tidegauge.cli.testing;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.TopicSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic that a test writes to. */
public final class Topic implements AutoCloseable {

  private final TopicSpec spec;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Makes it where it is absent. */
  public Topic(String bootstrapServers, TopicSpec spec)
      throws ExecutionException, InterruptedException {
    this.spec = spec;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor())
                      .configs(spec.config())))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    this.producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Publishes a record and waits until it is durable. */
  public RecordMetadata publish(
      int partition, byte @Nullable [] key, byte @Nullable [] value, Header... headers)
      throws ExecutionException, InterruptedException {
    return producer
        .send(new ProducerRecord<>(spec.name(), partition, key, value, List.of(headers)))
        .get();
  }

  /** The headers of a samples record that was received at a time. */
  public static Header[] samplesHeaders(String tenant, RecordKind kind, long received) {
    List<Header> headers = new ArrayList<>();
    headers.add(number(RecordHeaders.VERSION, 4, RecordHeaders.CURRENT_VERSION));
    headers.add(new RecordHeader(RecordHeaders.KIND, new byte[] {kind.code()}));
    headers.add(number(RecordHeaders.RECEIVED, 8, received));
    if (kind != RecordKind.TICK) {
      headers.add(new RecordHeader(RecordHeaders.TENANT, tenant.getBytes(StandardCharsets.UTF_8)));
    }
    return headers.toArray(Header[]::new);
  }

  /** A samples record of one series. */
  public static byte[] samples(Labels labels, MetricKind kind, TreeMap<Long, Double> samples) {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    writer.beginSeries();
    for (int i = 0; i < labels.size(); i++) {
      writer.label(symbol(writer, labels.name(i)), symbol(writer, labels.value(i)));
    }
    writer.metadata(kind.metadataType(), 0, 0);
    samples.forEach(writer::sample);
    writer.endSeries();
    return writer.toByteArray();
  }

  private static int symbol(SamplesRecordWriter writer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return writer.symbol(bytes, 0, bytes.length);
  }

  private static Header number(String name, int bytes, long value) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    if (bytes == 4) {
      buffer.putInt((int) value);
    } else {
      buffer.putLong(value);
    }
    return new RecordHeader(name, buffer.array());
  }

  @Override
  public void close() {
    producer.close();
  }
}
