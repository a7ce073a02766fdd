package io.tidegauge.processor.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.topic.RequestTimeout;
import io.tidegauge.contract.topic.TopicSpec;
import io.tidegauge.processor.config.InstallationProperties;
import java.util.HashMap;
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

  /** As large as a full record of the topic: such buffers are used again, 128 at the most. */
  private static final int BATCH_BYTES = 256 * 1024;

  @Bean
  LiveHubs liveHubs(ObjectProvider<LiveStateWriter> writers) {
    boolean hasStores = writers.stream().findAny().isPresent();
    return new LiveHubs(new LiveHub<>(), hasStores ? new LiveHub<>() : null);
  }

  @Bean
  LiveThreads liveThreads(
      LiveHubs hubs,
      InstallationProperties installation,
      ObjectProvider<LiveStateWriter> writers,
      MeterRegistry registry) {
    LiveMetrics metrics = new LiveMetrics(registry);
    LiveHub<LiveBatch> stores = hubs.stores();
    return new LiveThreads(
        () -> new LivePublisher(hubs.topic(), producer(installation), metrics),
        () ->
            stores == null
                ? null
                : new LiveStatePump(stores, writers.orderedStream().toList(), metrics));
  }

  @Bean
  LiveStateWriter.FullState liveFullState(LiveHubs hubs) {
    LiveHub<LiveBatch> stores = hubs.stores();
    return stores == null ? () -> {} : stores;
  }

  private static Producer<byte[], byte[]> producer(InstallationProperties installation) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.kafka().bootstrapServers());
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "tidegauge-live");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSpec.MAX_RECORD_BYTES);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, RequestTimeout.MILLIS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
