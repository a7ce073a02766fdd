package io.tidegauge.processor.revise;

import io.tidegauge.contract.topic.RequestTimeout;
import io.tidegauge.contract.topic.TopicSpec;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What publishes windows that are closed: the reviser, and replays. */
public final class RollupsProducer {

  private static final int LINGER_MS = 5;

  private RollupsProducer() {}

  /** An idempotent producer without transactions, to be closed. Connects when it is first used. */
  public static Producer<byte[], byte[]> create(String bootstrapServers, String clientId) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.CLIENT_ID_CONFIG,
            clientId,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            LINGER_MS,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            RequestTimeout.MILLIS,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            TopicSpec.MAX_RECORD_BYTES,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
