package io.tidegauge.cli.kafka;

import picocli.CommandLine.Option;

/** Where Kafka is; a mixin of commands. */
public final class KafkaOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:${env:TIDEGAUGE_KAFKA_PORT:-9092}",
      description = "Kafka; ${DEFAULT-VALUE} unless given")
  private String bootstrapServers = "localhost:9092";

  /** Host and port, several by commas. */
  public String bootstrapServers() {
    return bootstrapServers;
  }
}
