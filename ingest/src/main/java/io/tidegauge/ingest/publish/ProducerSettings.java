package io.tidegauge.ingest.publish;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The producer's settings: durable and idempotent, and quick to say that Kafka is away. */
public final class ProducerSettings {

  private static final long NEVER = Long.MAX_VALUE / 4;
  private static final int MAX_BLOCK_MILLIS = 100;
  private static final int BATCH_BYTES = 256 * 1024;

  private ProducerSettings() {}

  /** The settings by Kafka's names. */
  public static Map<String, Object> of(String bootstrapServers, PublishProperties properties) {
    int delivery = Math.toIntExact(properties.deliveryTimeout().toMillis());
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "tidegauge-ingest");
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, properties.compression());
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    // Records are gathered before they come here.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // Also how long a partition can be stuck: where its new leader took a batch and not the one
    // before it, it refuses all that follow as out of order until that one has timed out, and the
    // producer begins a new epoch.
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, delivery);
    // Where the producer has lost its metadata, one record after the other waits for it.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(delivery, MAX_BLOCK_MILLIS));
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 50);
    settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 250);
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    // The topics are fixed: their metadata must not be dropped, or the next record waits for it.
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER);
    // Above the bytes in flight, so that the producer never blocks for memory.
    settings.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * properties.inFlight().toBytes() + (32L << 20));
    return settings;
  }
}
