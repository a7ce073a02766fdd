package io.tidegauge.loadtest.trials.gateway;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A gateway as a process, in front of a Kafka of its own. Its heap is there from the start, so that
 * its resident memory grows by buffers, threads and what else is beside the heap. Thread-safe.
 */
public final class TriedGateway implements AutoCloseable {

  /** Heap of the gateway, MiB. */
  public static final int HEAP = 512;

  private static final Duration START = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final EmbeddedEngines kafka;
  private final ChildProcess process;
  private final int port;
  private final int grpcPort;

  private TriedGateway(EmbeddedEngines kafka, ChildProcess process, int port, int grpcPort) {
    this.kafka = kafka;
    this.process = process;
    this.port = port;
    this.grpcPort = grpcPort;
  }

  /**
   * Starts both and returns when the gateway is ready.
   *
   * @param directory for data and logs
   * @param settings of the gateway that are not the defaults
   * @throws EngineException where one does not start
   */
  public static TriedGateway start(Path directory, Map<String, String> settings)
      throws InterruptedException {
    return start(directory, settings, List.of());
  }

  /**
   * Starts the gateway on one processor, and keeps this process and its Kafka off it, so that who
   * sends is not held up by who takes.
   *
   * @param processor its number
   * @throws EngineException where one does not start, or there is only one processor
   */
  public static TriedGateway startOn(Path directory, Map<String, String> settings, int processor)
      throws InterruptedException {
    int all = Runtime.getRuntime().availableProcessors();
    if (all < 2) {
      throw new EngineException("two processors are needed, one for the gateway alone");
    }
    String others =
        IntStream.range(0, all)
            .filter(each -> each != processor)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    run("taskset", "-a", "-cp", others, Long.toString(ProcessHandle.current().pid()));
    return start(directory, settings, List.of("taskset", "-c", Integer.toString(processor)));
  }

  private static void run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0) {
        throw new EngineException(String.join(" ", command) + " did not work");
      }
    } catch (IOException e) {
      throw new EngineException(command[0] + " cannot be run; is this Linux with util-linux?", e);
    }
  }

  private static TriedGateway start(
      Path directory, Map<String, String> settings, List<String> prefix)
      throws InterruptedException {
    EmbeddedEngines kafka =
        EmbeddedEngines.start(EnginesSpec.persistent(directory.resolve("kafka"), Engine.KAFKA));
    try {
      int port = Ports.free();
      int grpcPort = Ports.free();
      List<String> command = new ArrayList<>(prefix);
      command.addAll(command());
      command.add("--server.port=" + port);
      command.add("--tidegauge.ingest.grpc.port=" + grpcPort);
      command.add("--tidegauge.kafka.bootstrap-servers=" + kafka.kafkaBootstrapServers());
      settings.forEach((key, value) -> command.add("--" + key + "=" + value));
      ChildProcess process =
          ChildProcess.start(
              new ChildProcess.Spec(
                  "gateway",
                  command,
                  Directories.createPrivate(directory.resolve("gateway")),
                  Map.of("CLASSPATH", System.getProperty("java.class.path")),
                  ChildProcess.End.KILL));
      TriedGateway gateway = new TriedGateway(kafka, process, port, grpcPort);
      process.awaitReady(START, gateway::isReady);
      return gateway;
    } catch (RuntimeException | InterruptedException e) {
      kafka.close();
      throw e;
    }
  }

  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms" + HEAP + "m",
        "-Xmx" + HEAP + "m",
        "-XX:+AlwaysPreTouch",
        "-XX:+UseG1GC",
        "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dlogging.config=classpath:trials-logback.xml",
        "io.tidegauge.ingest.IngestApplication");
  }

  /** Where it takes HTTP. */
  public int port() {
    return port;
  }

  /** Where it takes OTLP over gRPC. */
  public int grpcPort() {
    return grpcPort;
  }

  /** Its address over HTTP. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Its process id. */
  public long pid() {
    return process.handle().orElseThrow(() -> new EngineException("the gateway has ended")).pid();
  }

  /** What its metrics endpoint tells now. */
  public Metrics metrics() throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri("/actuator/prometheus"))
              .timeout(Duration.ofSeconds(60))
              .build();
      return new Metrics(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new EngineException("the gateway's metrics cannot be read", e);
    }
  }

  private boolean isReady() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri("/actuator/health/readiness"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    process.close();
    kafka.close();
  }
}
