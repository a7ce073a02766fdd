package io.tidegauge.processor.topology;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients, with transactional ids that are the same after a restart: Kafka Streams puts its
 * process id into them, which is a new one at every start where no store is persistent.
 */
final class StableClients implements KafkaClientSupplier {

  private final String applicationId;
  private final String instanceId;

  StableClients(String applicationId, String instanceId) {
    this.applicationId = applicationId;
    this.instanceId = instanceId;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    Map<String, Object> stable = new HashMap<>(config);
    stable.computeIfPresent(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, (key, id) -> stableId(id.toString()));
    return new KafkaProducer<>(stable, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** {@code <application>-<process id>-<thread>}, with the instance in place of the process id. */
  String stableId(String transactionalId) {
    String thread = transactionalId.substring(transactionalId.lastIndexOf('-') + 1);
    return applicationId + "-" + instanceId + "-" + thread;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }
}
