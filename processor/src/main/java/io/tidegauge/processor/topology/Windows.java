package io.tidegauge.processor.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.config.InstallationProperties;
import io.tidegauge.processor.live.LiveHubs;
import io.tidegauge.processor.state.EngineStore;
import io.tidegauge.processor.state.EngineStoreBuilder;
import io.tidegauge.processor.window.EngineSettings;
import org.apache.kafka.streams.Topology;

/** Puts the topology together from the settings. */
final class Windows {

  private Windows() {}

  static Topology topology(
      InstallationProperties installation,
      ProcessorProperties processor,
      ServiceClock clock,
      LiveHubs hubs,
      MeterRegistry registry) {
    TaskMetrics.Factory taskMetrics = new TaskMetrics.Factory(registry, clock);
    FlushMetrics flushMetrics = new FlushMetrics(registry);
    return WindowTopology.of(
        () ->
            new WindowProcessor(
                new RecordReader(clock.isTrueTime()), hubs, taskMetrics, processor.liveInterval()),
        new EngineStoreBuilder(
            () ->
                new EngineStore(
                    partition -> settings(installation, processor, partition), flushMetrics)));
  }

  private static EngineSettings settings(
      InstallationProperties installation, ProcessorProperties processor, int partition) {
    int perPartition =
        Math.max(1, Math.ceilDiv(processor.seriesLimit(), installation.partitions()));
    return new EngineSettings(
        Topics.SAMPLES,
        partition,
        installation.topicEpoch(),
        installation.grace().toMillis(),
        perPartition,
        processor.producerLimit());
  }
}
