package io.tidegauge.standalone;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.standalone.agent.HostAgent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole pipeline, running. Closing it stops the agent, the services, then the engines. */
final class Installation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Engines engines;
  private final Map<ServicePort, Integer> ports;
  private volatile @Nullable RunningServices services;
  private volatile @Nullable HostAgent agent;

  private Installation(Engines engines, Map<ServicePort, Integer> ports) {
    this.engines = engines;
    this.ports = ports;
  }

  /**
   * Starts everything and returns when it is ready.
   *
   * @param logs directory for the services' logs
   * @param begun is given the installation as soon as there is something to stop
   */
  static Installation start(Options options, Path logs, Consumer<Installation> begun)
      throws InterruptedException {
    Map<ServicePort, Integer> ports = new EnumMap<>(ServicePort.class);
    options.servicePorts().forEach((port, wanted) -> ports.put(port, port.claim(wanted)));
    LOG.info("Starting Kafka, ClickHouse, Redis and PostgreSQL");
    Installation installation = new Installation(EmbeddedEngines.start(engines(options)), ports);
    begun.accept(installation);
    try {
      installation.startServices(options, logs);
      return installation;
    } catch (RuntimeException | InterruptedException e) {
      installation.close();
      throw e;
    }
  }

  private static EnginesSpec engines(Options options) {
    EnginesSpec spec = EnginesSpec.ephemeral(EnumSet.allOf(Engine.class));
    if (options.data().isPresent()) {
      spec = spec.withDataDirectory(options.data().get());
    }
    for (Map.Entry<Engine, Integer> port : options.enginePorts().entrySet()) {
      spec = spec.withPort(port.getKey(), port.getValue());
    }
    return spec;
  }

  private void startServices(Options options, Path logs) throws InterruptedException {
    Path state = options.data().orElse(logs).resolve("processor");
    Settings settings = Settings.of(engines, ports, state, options.settings());
    if (options.separate()) {
      LOG.info("Starting ingest, processor and query as processes of their own");
      services = SeparateServices.start(settings, ports, Directories.createPrivate(logs));
    } else {
      LOG.info("Starting ingest, processor and query");
      services = InProcessServices.start(settings, ports);
    }
    Readiness.await(ports, PATIENCE);
    if (options.agent()) {
      agent = startAgent(options);
    }
  }

  private HostAgent startAgent(Options options) {
    Map<String, Integer> services = new TreeMap<>();
    for (Service service : Service.values()) {
      services.put(service.configName(), port(service.port()));
    }
    URI gateway = URI.create("http://127.0.0.1:" + port(ServicePort.INGEST_HTTP));
    return HostAgent.start(gateway, services, InstallationClock.of(options.settings()));
  }

  /** The port that a service listens on. */
  int port(ServicePort port) {
    return ports.getOrDefault(port, 0);
  }

  /** The engines under it. */
  Engines engines() {
    return engines;
  }

  @Override
  public void close() {
    HostAgent running = agent;
    if (running != null) {
      running.close();
    }
    RunningServices started = services;
    if (started != null) {
      started.close();
    }
    engines.close();
  }
}
