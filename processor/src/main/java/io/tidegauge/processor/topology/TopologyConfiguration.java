package io.tidegauge.processor.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.processor.config.InstallationProperties;
import io.tidegauge.processor.config.TopicCreator;
import io.tidegauge.processor.live.LiveHubs;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The windows' computation of a process. */
@Configuration(proxyBeanMethods = false)
class TopologyConfiguration {

  @Bean
  StreamsRunner streamsRunner(
      InstallationProperties installation,
      ProcessorProperties processor,
      ServiceClock clock,
      LiveHubs hubs,
      MeterRegistry registry) {
    Topology topology = Windows.topology(installation, processor, clock, hubs, registry);
    return new StreamsRunner(
        new TopicCreator(installation),
        processor,
        instance ->
            new KafkaStreams(
                topology,
                new StreamsConfig(StreamsSettings.of(installation, processor, instance.value())),
                new StableClients(processor.applicationId(), instance.value())),
        registry);
  }

  @Bean
  StreamsHealth streamsHealthIndicator(StreamsRunner runner) {
    return new StreamsHealth(runner);
  }
}
