package io.tidegauge.processor;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engines;
import io.tidegauge.processor.topology.SamplesFeed;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a test tells a whole processor: to hurry, to keep old rollups, and to do without Redis. */
public final class ProcessorArguments {

  private ProcessorArguments() {}

  /** Arguments of the processor's main method, with some further ones. */
  public static String[] of(
      Engines kafka, ClickHouseEndpoint clickhouse, Path stateDirectory, String... further) {
    List<String> arguments =
        List.of(
            "--server.port=0",
            "--spring.main.banner-mode=off",
            "--logging.level.root=WARN",
            "--tidegauge.kafka.bootstrap-servers=" + kafka.kafkaBootstrapServers(),
            "--tidegauge.partitions=" + SamplesFeed.PARTITIONS,
            "--tidegauge.clock.offset=1s",
            "--tidegauge.clickhouse.url=" + clickhouse.url(),
            "--tidegauge.clickhouse.username=" + clickhouse.username(),
            "--tidegauge.clickhouse.password=" + clickhouse.password(),
            "--tidegauge.clickhouse.database=" + clickhouse.database(),
            "--tidegauge.clickhouse.retention.rollups5m=10000d",
            "--tidegauge.clickhouse.retention.rollups15m=10000d",
            "--tidegauge.clickhouse.retention.rollups1h=10000d",
            "--tidegauge.clickhouse.retention.rollups24h=10000d",
            "--tidegauge.processor.state-dir=" + stateDirectory,
            "--tidegauge.processor.commit-interval=300ms",
            "--tidegauge.processor.session-timeout=6s",
            "--tidegauge.processor.sinks.raw.interval=100ms",
            "--tidegauge.processor.sinks.rollups.interval=100ms",
            "--tidegauge.processor.sinks.redis.enabled=false");
    return Stream.concat(arguments.stream(), Stream.of(further)).toArray(String[]::new);
  }
}
