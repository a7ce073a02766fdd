package io.tidegauge.processor.revise;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.RequestTimeout;
import io.tidegauge.processor.config.InstallationProperties;
import io.tidegauge.processor.sink.SinkProperties;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties;
import io.tidegauge.processor.sink.clickhouse.Schema;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The reviser of a process. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(
    name = "tidegauge.processor.reviser.enabled",
    havingValue = "true",
    matchIfMissing = true)
class ReviseConfiguration {

  @Bean(destroyMethod = "close")
  Admin reviserAdmin(InstallationProperties installation) {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            installation.kafka().bootstrapServers(),
            AdminClientConfig.CLIENT_ID_CONFIG,
            "tidegauge-reviser"));
  }

  @Bean
  ReviserThread reviserThread(
      InstallationProperties installation,
      ReviserProperties properties,
      SinkProperties sinks,
      ClickHouseProperties clickHouse,
      Admin reviserAdmin,
      ServiceClock clock,
      MeterRegistry registry) {
    ReviserMetrics metrics = new ReviserMetrics(registry);
    RawSinkProgress progress = new RawSinkProgress(reviserAdmin, sinks.raw().group());
    String bootstrapServers = installation.kafka().bootstrapServers();
    return new ReviserThread(
        () ->
            new Reviser(
                consumer(bootstrapServers, properties.group()),
                RollupsProducer.create(bootstrapServers, "tidegauge-reviser"),
                new ClickHouseRawSamples(clickHouse, Schema.rawKept(installation.rawRetention())),
                progress,
                metrics,
                installation.grace(),
                clock));
  }

  @Bean
  ReviserHealth reviserHealthIndicator(ReviserThread thread) {
    return new ReviserHealth(thread);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String group) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "tidegauge-reviser");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A killed process must not keep its partitions for long.
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    // A burst may take many queries before the next poll.
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 600_000);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, RequestTimeout.MILLIS);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
