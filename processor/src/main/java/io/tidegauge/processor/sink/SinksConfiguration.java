package io.tidegauge.processor.sink;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.config.InstallationProperties;
import io.tidegauge.processor.sink.block.BlockFactory;
import io.tidegauge.processor.sink.block.BlockSettings;
import io.tidegauge.processor.sink.block.BlockSink;
import io.tidegauge.processor.sink.block.KafkaRecordPublisher;
import io.tidegauge.processor.sink.block.SinkConsumers;
import io.tidegauge.processor.sink.block.SinkMetrics;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties;
import io.tidegauge.processor.sink.clickhouse.Schema;
import io.tidegauge.processor.sink.raw.RawBlocks;
import io.tidegauge.processor.sink.rollups.RollupsBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the sinks into ClickHouse. */
@Configuration(proxyBeanMethods = false)
class SinksConfiguration {

  @Bean
  ClickHouseClient clickHouseClient(ClickHouseProperties properties) {
    return new ClickHouseClient(properties);
  }

  @Bean
  Schema schema(
      ClickHouseClient client,
      InstallationProperties installation,
      ClickHouseProperties properties) {
    return new Schema(client, installation.rawRetention(), properties.retention());
  }

  @Bean
  KafkaRecordPublisher sinkPublisher(InstallationProperties installation) {
    return new KafkaRecordPublisher(installation.kafka().bootstrapServers(), "tidegauge-sinks");
  }

  @Bean
  Sinks sinks(
      SinkProperties properties,
      InstallationProperties installation,
      ClickHouseClient client,
      Schema schema,
      KafkaRecordPublisher publisher,
      ServiceClock clock,
      MeterRegistry registry) {
    List<BlockSink> sinks = new ArrayList<>();
    if (properties.raw().enabled()) {
      sinks.addAll(
          sinks(
              properties.raw().toBlockSettings(installation.topicEpoch()),
              properties.raw().consumers(),
              number ->
                  new RawBlocks(
                      client, properties.raw().knownSeries(), publisher, clock, registry, number),
              installation,
              schema,
              registry));
    }
    if (properties.rollups().enabled()) {
      sinks.addAll(
          sinks(
              properties.rollups().toBlockSettings(installation.topicEpoch()),
              properties.rollups().consumers(),
              number -> new RollupsBlocks(client, publisher, Topics.LIVE, registry),
              installation,
              schema,
              registry));
    }
    return new Sinks(sinks);
  }

  private static List<BlockSink> sinks(
      BlockSettings settings,
      int consumers,
      IntFunction<BlockFactory> blocks,
      InstallationProperties installation,
      Schema schema,
      MeterRegistry registry) {
    List<BlockSink> sinks = new ArrayList<>();
    for (int number = 0; number < consumers; number++) {
      sinks.add(
          new BlockSink(
              settings,
              SinkConsumers.of(
                  installation.kafka().bootstrapServers(),
                  settings.group(),
                  settings.group() + "-" + number),
              blocks.apply(number),
              new SinkMetrics(registry, settings.name(), number),
              schema::await));
    }
    return sinks;
  }

  @Bean
  SinksHealth sinksHealth(Sinks sinks) {
    return new SinksHealth(sinks);
  }
}
