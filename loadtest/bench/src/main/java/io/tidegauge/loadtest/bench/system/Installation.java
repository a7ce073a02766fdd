package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.process.Ports;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All of Tidegauge, whose services are stopped, started and killed while its engines stay. Time is
 * the real time. Not thread-safe.
 */
public final class Installation implements AutoCloseable {

  /** Of the samples topic. */
  public static final int PARTITIONS = 4;

  private final Path directory;
  private final TidegaugeOptions options;
  private final AotCaches caches;
  private final int processors;
  private final EmbeddedEngines engines;
  private final Broker broker;
  private final Map<String, HttpServer> services = new LinkedHashMap<>();

  private Installation(
      Path directory,
      TidegaugeOptions options,
      AotCaches caches,
      int processors,
      EmbeddedEngines engines,
      Broker broker) {
    this.directory = directory;
    this.options = options;
    this.caches = caches;
    this.processors = processors;
    this.engines = engines;
    this.broker = broker;
  }

  /**
   * Starts engines and services in new directories; returns when all are ready.
   *
   * @param processors how many processes; all but one keep standbys of one another's state
   * @throws EngineException where one does not start
   */
  public static Installation start(
      Path directory, TidegaugeOptions options, AotCaches caches, int processors)
      throws InterruptedException {
    EmbeddedEngines engines =
        EmbeddedEngines.start(
            EnginesSpec.persistent(
                directory.resolve("engines"), Engine.CLICKHOUSE, Engine.REDIS, Engine.POSTGRES));
    try {
      Broker broker = Broker.start(directory, options.broker());
      Installation all = new Installation(directory, options, caches, processors, engines, broker);
      try {
        for (TidegaugeService service : TidegaugeService.values()) {
          for (int number = 1; number <= all.count(service); number++) {
            all.start(service, number);
          }
        }
        return all;
      } catch (RuntimeException | InterruptedException e) {
        all.closeServices();
        broker.close();
        throw e;
      }
    } catch (RuntimeException | InterruptedException e) {
      engines.close();
      throw e;
    }
  }

  /** Which version runs. */
  public static String version() {
    return Versions.tidegauge();
  }

  /**
   * How a process started.
   *
   * @param seconds from its start until it was ready
   * @param cpuSeconds that it used until then
   */
  public record Start(double seconds, double cpuSeconds) {}

  /** How many processes a service has. */
  public int count(TidegaugeService service) {
    return service == TidegaugeService.PROCESSOR ? processors : 1;
  }

  /** Stops a process as an installation does, and starts it again. */
  public Start restart(TidegaugeService service, int number) throws InterruptedException {
    server(service, number).process().close();
    return start(service, number);
  }

  private Start start(TidegaugeService service, int number) throws InterruptedException {
    String name = name(service, number);
    Map<String, String> settings = PipelineProcesses.settings(broker, engines);
    settings.putAll(PipelineProcesses.metadata(engines));
    settings.put("tidegauge.partitions", Integer.toString(PARTITIONS));
    settings.put("tidegauge.ingest.grpc.port", Integer.toString(Ports.free()));
    settings.put("tidegauge.processor.state-dir", directory.resolve(name + "-state").toString());
    settings.put("tidegauge.processor.instance-id", name);
    settings.put("tidegauge.processor.standbys", Integer.toString(Math.min(1, processors - 1)));
    settings.putAll(options.settings());
    List<String> flags =
        Stream.of(service.flags(options), caches.flags(service)).flatMap(List::stream).toList();
    long begin = System.nanoTime();
    HttpServer server =
        new JavaProcess(name, service.mainClass(), flags, settings).start(directory);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double used = ProcessClock.sum(new ProcessClock(Map.of(name, server.pid())).seconds());
    server.process().keepAlive();
    services.put(name, server);
    return new Start(seconds, used);
  }

  /**
   * SIGKILL to a processor; returns when it is gone.
   *
   * @param pause after which it is started again
   */
  public void killProcessor(int number, Duration pause) throws InterruptedException {
    server(TidegaugeService.PROCESSOR, number).process().kill(pause);
  }

  /** Whether a process is ready now. */
  public boolean isReady(TidegaugeService service, int number) {
    return server(service, number).answers(JavaProcess.READINESS);
  }

  /** How many live series the processors have, as they say themselves. */
  public long series() throws InterruptedException {
    long series = 0;
    for (int number = 1; number <= processors; number++) {
      HttpServer processor = server(TidegaugeService.PROCESSOR, number);
      series += (long) processor.metric("tidegauge_processor_series");
    }
    return series;
  }

  /** Where a service answers. */
  public InetSocketAddress address(TidegaugeService service) {
    return server(service, 1).address();
  }

  private HttpServer server(TidegaugeService service, int number) {
    return Objects.requireNonNull(services.get(name(service, number)));
  }

  private static String name(TidegaugeService service, int number) {
    return service.title().replace(' ', '-') + "-" + number;
  }

  private void closeServices() {
    new ArrayList<>(services.values()).forEach(service -> service.process().close());
  }

  @Override
  public void close() {
    closeServices();
    broker.close();
    engines.close();
  }
}
