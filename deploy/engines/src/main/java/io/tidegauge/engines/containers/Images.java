package io.tidegauge.engines.containers;

import io.tidegauge.engines.Engine;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** The images, with the settings that the embedded engines have too. */
final class Images {
  static final String NAME = "tidegauge";
  static final String PASSWORD = "tidegauge";

  private Images() {}

  /** A container of this engine, not started. */
  static GenericContainer<?> container(Engine engine) {
    return switch (engine) {
      case KAFKA ->
          new KafkaContainer("apache/kafka:4.3.1")
              .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
              .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
      case CLICKHOUSE ->
          new GenericContainer<>("clickhouse/clickhouse-server:26.7")
              .withEnv(
                  Map.of(
                      "CLICKHOUSE_USER", NAME,
                      "CLICKHOUSE_PASSWORD", PASSWORD,
                      "CLICKHOUSE_DB", NAME))
              .withExposedPorts(engine.usualPort())
              .waitingFor(Wait.forHttp("/ping"));
      case REDIS ->
          new GenericContainer<>("redis:7.4")
              .withCommand(
                  "redis-server --appendonly yes --maxmemory 256mb --maxmemory-policy volatile-ttl")
              .withExposedPorts(engine.usualPort())
              .waitingFor(Wait.forListeningPort());
      case POSTGRES ->
          new GenericContainer<>("postgres:18")
              .withEnv(
                  Map.of(
                      "POSTGRES_USER", NAME,
                      "POSTGRES_PASSWORD", PASSWORD,
                      "POSTGRES_DB", NAME))
              .withExposedPorts(engine.usualPort())
              // It starts twice: once to be set up, then for good.
              .waitingFor(
                  Wait.forLogMessage(".*database system is ready to accept connections.*", 2));
    };
  }

  /** Kafka's address as clients outside of the container network reach it. */
  static String bootstrapServers(GenericContainer<?> container) {
    return ((KafkaContainer) container).getBootstrapServers();
  }
}
