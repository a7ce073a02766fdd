package io.tidegauge.engines.containers;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.GrowingEngines;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.embedded.PostgresSetup;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startables;

/** Engines in containers of the versions that production runs. */
final class ContainerEngines implements GrowingEngines {
  private final Map<Engine, GenericContainer<?>> containers = new EnumMap<>(Engine.class);

  private ContainerEngines() {}

  /**
   * Starts containers.
   *
   * @throws EngineException when no Docker engine answers
   */
  static ContainerEngines start(Set<Engine> engines) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new EngineException(
          "-Dengines=containers needs a Docker engine, and none answers here. Start one (docker info must work), or leave the option away: the engines then run without Docker.");
    }
    ContainerEngines started = new ContainerEngines();
    started.alsoStart(engines);
    return started;
  }

  @Override
  public synchronized void alsoStart(Set<Engine> engines) {
    Set<Engine> missing = EnumSet.copyOf(engines);
    missing.removeAll(containers.keySet());
    Map<Engine, GenericContainer<?>> created = new EnumMap<>(Engine.class);
    missing.forEach(engine -> created.put(engine, Images.container(engine)));
    Startables.deepStart(created.values()).join();
    containers.putAll(created);
    if (missing.contains(Engine.POSTGRES)) {
      PostgresSetup.run(postgres());
    }
  }

  @Override
  public synchronized Set<Engine> running() {
    return Set.copyOf(containers.keySet());
  }

  @Override
  public String kafkaBootstrapServers() {
    return Images.bootstrapServers(container(Engine.KAFKA));
  }

  @Override
  public ClickHouseEndpoint clickhouse() {
    return new ClickHouseEndpoint(
        URI.create("http://" + address(Engine.CLICKHOUSE)),
        Images.NAME,
        Images.PASSWORD,
        Images.NAME);
  }

  @Override
  public String redisUri() {
    return "redis://" + address(Engine.REDIS);
  }

  @Override
  public PostgresEndpoint postgres() {
    GenericContainer<?> container = container(Engine.POSTGRES);
    return new PostgresEndpoint(
        container.getHost(),
        container.getMappedPort(Engine.POSTGRES.usualPort()),
        Images.NAME,
        Images.NAME,
        Images.PASSWORD,
        "tidegauge_app",
        Images.PASSWORD);
  }

  private String address(Engine engine) {
    GenericContainer<?> container = container(engine);
    return container.getHost() + ":" + container.getMappedPort(engine.usualPort());
  }

  private synchronized GenericContainer<?> container(Engine engine) {
    GenericContainer<?> container = containers.get(engine);
    if (container == null) {
      throw new IllegalStateException(
          engine.title() + " is not running here: add it to the engines that are asked for");
    }
    return container;
  }

  @Override
  public synchronized void close() {
    containers.values().forEach(GenericContainer::stop);
    containers.clear();
  }
}
