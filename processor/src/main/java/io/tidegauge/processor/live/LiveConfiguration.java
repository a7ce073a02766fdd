package io.tidegauge.processor.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.topic.RequestTimeout;
import io.tidegauge.contract.topic.TopicSpec;
import io.tidegauge.processor.config.InstallationProperties;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The live publisher of a process. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

  @Bean
  LiveHub liveHub() {
    return new LiveHub();
  }

  @Bean
  LiveThreads liveThreads(
      LiveHub hub,
      InstallationProperties installation,
      ObjectProvider<LiveStateWriter> writers,
      MeterRegistry registry) {
    ConflatingBuffer buffer = new ConflatingBuffer();
    LiveMetrics metrics = new LiveMetrics(registry, buffer);
    return new LiveThreads(
        () -> new LivePublisher(hub, producer(installation), buffer, metrics),
        () -> new LiveStatePump(buffer, writers.orderedStream().toList(), metrics));
  }

  private static Producer<byte[], byte[]> producer(InstallationProperties installation) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            installation.kafka().bootstrapServers(),
            ProducerConfig.CLIENT_ID_CONFIG,
            "tidegauge-live",
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            TopicSpec.MAX_RECORD_BYTES,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            30_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            RequestTimeout.MILLIS,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            10_000),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
