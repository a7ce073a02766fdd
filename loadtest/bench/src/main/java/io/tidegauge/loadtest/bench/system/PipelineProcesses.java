package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The processes that samples go through: gateway, broker, processor, ClickHouse and Redis.
 *
 * @param engines ClickHouse and Redis
 * @param broker Kafka
 * @param gateway ready
 * @param processor ready
 */
record PipelineProcesses(
    EmbeddedEngines engines, Broker broker, HttpServer gateway, HttpServer processor)
    implements AutoCloseable {

  /**
   * Starts all in new directories, and returns when they are ready.
   *
   * @param further settings of the gateway and the processor, besides those that they must have
   * @throws EngineException where one does not start
   */
  static PipelineProcesses start(
      Path directory, TidegaugeOptions options, Map<String, String> further)
      throws InterruptedException {
    EmbeddedEngines engines =
        EmbeddedEngines.start(
            EnginesSpec.persistent(directory.resolve("engines"), Engine.CLICKHOUSE, Engine.REDIS));
    try {
      Broker broker = Broker.start(directory, options.broker());
      try {
        HttpServer gateway = Gateway.start(directory, broker, options, further);
        try {
          HttpServer processor = processor(directory, broker, engines, options, further);
          return new PipelineProcesses(engines, broker, gateway, processor);
        } catch (RuntimeException | InterruptedException e) {
          gateway.process().close();
          throw e;
        }
      } catch (RuntimeException | InterruptedException e) {
        broker.close();
        throw e;
      }
    } catch (RuntimeException | InterruptedException e) {
      engines.close();
      throw e;
    }
  }

  private static HttpServer processor(
      Path directory,
      Broker broker,
      EmbeddedEngines engines,
      TidegaugeOptions options,
      Map<String, String> further)
      throws InterruptedException {
    Map<String, String> settings = settings(broker, engines);
    settings.putAll(further);
    settings.put("tidegauge.processor.state-dir", directory.resolve("processor-state").toString());
    settings.putAll(options.settings());
    return new JavaProcess("processor", ProcessorSystem.MAIN_CLASS, options.processor(), settings)
        .start(directory);
  }

  /** Where a service finds the broker and the stores. */
  Map<String, String> settings() {
    return settings(broker, engines);
  }

  /** Where a query node finds what people edit. */
  static Map<String, String> metadata(EmbeddedEngines engines) {
    PostgresEndpoint postgres = engines.postgres();
    return Map.of(
        "tidegauge.postgres.host", postgres.host(),
        "tidegauge.postgres.port", Integer.toString(postgres.port()),
        "tidegauge.postgres.database", postgres.database(),
        "tidegauge.postgres.username", postgres.username(),
        "tidegauge.postgres.password", postgres.password(),
        "tidegauge.postgres.admin-username", postgres.adminUsername(),
        "tidegauge.postgres.admin-password", postgres.adminPassword());
  }

  /** Where services find what they need. */
  static Map<String, String> settings(Broker broker, EmbeddedEngines engines) {
    ClickHouseEndpoint clickhouse = engines.clickhouse();
    Map<String, String> settings = new HashMap<>();
    settings.put("tidegauge.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("tidegauge.clickhouse.url", clickhouse.url().toString());
    settings.put("tidegauge.clickhouse.username", clickhouse.username());
    settings.put("tidegauge.clickhouse.password", clickhouse.password());
    settings.put("tidegauge.clickhouse.database", clickhouse.database());
    settings.put("tidegauge.redis.uri", engines.redisUri());
    return settings;
  }

  /** Their ids, by what they do. */
  Map<String, Long> ids() {
    Map<String, Long> processes = new LinkedHashMap<>();
    processes.put("gateway", gateway.pid());
    processes.put("broker", broker.pid());
    processes.put("processor", processor.pid());
    processes.put("clickhouse", id(Engine.CLICKHOUSE));
    processes.put("redis", id(Engine.REDIS));
    return processes;
  }

  /** The id of an engine's process. */
  long id(Engine engine) {
    return engines
        .process(engine)
        .handle()
        .orElseThrow(() -> new EngineException(engine.title() + " has ended"))
        .pid();
  }

  @Override
  public void close() {
    gateway.process().close();
    processor.process().close();
    broker.close();
    engines.close();
  }
}
