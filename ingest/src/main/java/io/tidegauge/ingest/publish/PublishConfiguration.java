package io.tidegauge.ingest.publish;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.TopicSpec;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.ingest.config.InstallationProperties;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the publishing side together. */
@Configuration(proxyBeanMethods = false)
class PublishConfiguration {

  @Bean
  InFlightBytes inFlightBytes(PublishProperties properties, MeterRegistry meters) {
    InFlightBytes inFlight = new InFlightBytes(properties.inFlight().toBytes());
    Gauge.builder("tidegauge.ingest.inflight.bytes", inFlight, InFlightBytes::current)
        .description("bytes gathered or sent and not yet confirmed")
        .register(meters);
    Gauge.builder("tidegauge.ingest.inflight.limit.bytes", inFlight, InFlightBytes::limit)
        .description("bytes above which requests are refused as overloaded")
        .register(meters);
    return inFlight;
  }

  @Bean
  KafkaSamplesPublisher samplesPublisher(
      InstallationProperties installation, PublishProperties properties, MeterRegistry meters) {
    KafkaSamplesPublisher publisher =
        new KafkaSamplesPublisher(
            ProducerSettings.of(installation.kafka().bootstrapServers(), properties));
    Gauge.builder(
            "tidegauge.ingest.unsettled.records",
            publisher,
            KafkaSamplesPublisher::unsettledRecords)
        .description("records that wait for Kafka's confirmation")
        .register(meters);
    return publisher;
  }

  @Bean
  Gatherer gatherer(
      KafkaSamplesPublisher publisher,
      ServiceClock clock,
      InFlightBytes inFlight,
      InstallationProperties installation,
      PublishProperties properties,
      MeterRegistry meters) {
    Gatherer gatherer =
        new Gatherer(publisher, clock, inFlight, installation.partitions(), properties);
    Gauge.builder("tidegauge.ingest.gathering.records", gatherer, Gatherer::openRecords)
        .description("records that gather samples")
        .register(meters);
    Gauge.builder("tidegauge.ingest.gathering.tenants", gatherer, Gatherer::activeTenants)
        .description("tenants with records that gather or gathered samples")
        .register(meters);
    return gatherer;
  }

  @Bean
  Ticker ticker(
      KafkaSamplesPublisher publisher,
      ServiceClock clock,
      InstallationProperties installation,
      PublishProperties properties) {
    return new Ticker(publisher, clock, installation.partitions(), properties.tickInterval());
  }

  @Bean
  TopicMaker topicMaker(
      InstallationProperties installation, KafkaSamplesPublisher publisher, Ticker ticker) {
    short replication = installation.kafka().replicationFactor();
    List<TopicSpec> specs =
        List.of(
            TopicSpec.samples(installation.partitions(), replication, installation.rawRetention()),
            TopicSpec.rejects(replication));
    return new TopicMaker(
        installation.kafka().bootstrapServers(),
        specs,
        () -> {
          publisher.partitionsOf(Topics.SAMPLES);
          publisher.partitionsOf(Topics.REJECTS);
          ticker.start();
        });
  }

  @Bean
  HealthIndicator kafkaHealthIndicator(KafkaSamplesPublisher publisher, TopicMaker topics) {
    return () -> {
      if (!topics.ready()) {
        return Health.down().withDetail("problem", topics.problem()).build();
      }
      return publisher.available()
          ? Health.up().build()
          : Health.down().withDetail("problem", "Kafka does not confirm records").build();
    };
  }
}
