package io.tidegauge.loadtest.bench.system;

import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Ports;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tidegauge's gateway with its broker: what must have happened when a request is answered. */
public final class Gateway implements SystemUnderTest {

  private final Broker broker;
  private final HttpServer gateway;

  private Gateway(Broker broker, HttpServer gateway) {
    this.broker = broker;
    this.gateway = gateway;
  }

  /**
   * Starts both in new directories, and returns when the gateway is ready.
   *
   * @throws EngineException where one does not start
   */
  public static Gateway start(Path directory, TidegaugeOptions options)
      throws InterruptedException {
    Broker broker = Broker.start(directory, options.broker());
    try {
      return new Gateway(broker, start(directory, broker, options, Map.of()));
    } catch (RuntimeException | InterruptedException e) {
      broker.close();
      throw e;
    }
  }

  static HttpServer start(
      Path directory, Broker broker, TidegaugeOptions options, Map<String, String> further)
      throws InterruptedException {
    Map<String, String> settings = new HashMap<>(further);
    settings.put("tidegauge.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("tidegauge.ingest.grpc.port", Integer.toString(Ports.free()));
    settings.putAll(options.settings());
    return new JavaProcess(
            "gateway", "io.tidegauge.ingest.IngestApplication", options.gateway(), settings)
        .start(directory);
  }

  @Override
  public String name() {
    return "Tidegauge";
  }

  @Override
  public String version() {
    return Versions.tidegauge();
  }

  @Override
  public Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    processes.put("gateway", gateway.pid());
    processes.put("broker", broker.pid());
    return processes;
  }

  @Override
  public InetSocketAddress address() {
    return gateway.address();
  }

  @Override
  public String path() {
    return "/api/v1/write";
  }

  @Override
  public long accepted() throws InterruptedException {
    return accepted(gateway);
  }

  static long accepted(HttpServer gateway) throws InterruptedException {
    return (long) gateway.metric("tidegauge_ingest_accepted_samples_total");
  }

  @Override
  public String audit(Sent sent) {
    return audit(broker, sent);
  }

  static String audit(Broker broker, Sent sent) {
    SamplesTopic.Content content = SamplesTopic.read(broker.bootstrapServers());
    // A request that was refused after some of it was published is sent again, and counts once
    // behind the log: the log may hold more, never less.
    if (content.samples() < sent.samples()
        || (sent.whole() && content.samples() > sent.samples())) {
      throw new EngineException(
          "the log holds %,d samples, and %,d were accepted"
              .formatted(content.samples(), sent.samples()));
    }
    return "the log's %,d records hold %,d samples".formatted(content.records(), content.samples());
  }

  @Override
  public Map<String, Long> bytesOnDisk() {
    return Map.of("log", broker.bytes(Topics.SAMPLES));
  }

  @Override
  public void close() {
    gateway.process().close();
    broker.close();
  }
}
