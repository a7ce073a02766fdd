package io.tidegauge.ingest.publish;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.TopicSpec;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.ingest.config.InstallationProperties;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the publishing side together. */
@Configuration(proxyBeanMethods = false)
class PublishConfiguration {

  private static final int BREAKER_SECONDS = 2;
  private static final int BREAKER_RECORDS = 2;
  private static final Duration BREAKER_PAUSE = Duration.ofSeconds(1);

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

  /**
   * Opens when half of what Kafka was sent in the last seconds was not confirmed. Ticks then find
   * out, one to each partition, whether it is back; requests are no probes.
   */
  @Bean
  CircuitBreaker kafkaBreaker(InstallationProperties installation, MeterRegistry meters) {
    CircuitBreakerRegistry breakers =
        CircuitBreakerRegistry.of(
            CircuitBreakerConfig.custom()
                .slidingWindow(
                    BREAKER_SECONDS,
                    BREAKER_RECORDS,
                    CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                .failureRateThreshold(50)
                .waitDurationInOpenState(BREAKER_PAUSE)
                .permittedNumberOfCallsInHalfOpenState(installation.partitions())
                .build());
    CircuitBreaker breaker = breakers.circuitBreaker("kafka");
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    return breaker;
  }

  @Bean
  KafkaSamplesPublisher samplesPublisher(
      InstallationProperties installation,
      PublishProperties properties,
      CircuitBreaker kafkaBreaker,
      MeterRegistry meters) {
    KafkaSamplesPublisher publisher =
        new KafkaSamplesPublisher(
            ProducerSettings.of(installation.kafka().bootstrapServers(), properties),
            kafkaBreaker,
            properties.deliveryTimeout());
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
  HealthIndicator kafkaHealthIndicator(
      KafkaSamplesPublisher publisher, CircuitBreaker kafkaBreaker, TopicMaker topics) {
    return () -> {
      Health.Builder health = Health.up().withDetail("breaker", kafkaBreaker.getState());
      if (!topics.ready()) {
        return health.down().withDetail("problem", topics.problem()).build();
      }
      if (!publisher.available() || !publisher.confirmed()) {
        health.down().withDetail("problem", "Kafka does not confirm records");
      }
      return health.build();
    };
  }
}
