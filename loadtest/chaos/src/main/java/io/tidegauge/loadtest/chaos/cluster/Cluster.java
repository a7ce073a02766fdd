package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.embedded.KafkaCluster;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Place;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The whole pipeline as separate processes. They end with this process, whatever ends it, and are
 * started again when they end by themselves; each has a folder with its {@code output.log}.
 */
public final class Cluster implements AutoCloseable {

  /** Partitions of the topics: two for each processor. */
  public static final int PARTITIONS = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final List<String> KAFKA_FLAGS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Dlogback.configurationFile=chaos-logback.xml");

  private final ClusterEngines engines;
  private final List<Member> members = new ArrayList<>();

  private Cluster(ClusterEngines engines) {
    this.engines = engines;
  }

  /**
   * Starts everything and returns when it is ready.
   *
   * @param directory for data and logs, empty
   * @param settings of all services, by configuration key
   */
  public static Cluster start(Path directory, Map<String, String> settings)
      throws InterruptedException {
    KafkaCluster kafka =
        KafkaCluster.start(directory, Role.KAFKA.processes(), node -> Place.LOOPBACK, KAFKA_FLAGS);
    Cluster cluster;
    try {
      EnginesSpec spec =
          EnginesSpec.persistent(
              directory.resolve("engines"), Engine.CLICKHOUSE, Engine.REDIS, Engine.POSTGRES);
      cluster = new Cluster(new ClusterEngines(EmbeddedEngines.start(spec), kafka));
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
    try {
      kafka.awaitReady();
      cluster.addEngines();
      ServiceLauncher launcher = new ServiceLauncher(directory, cluster.engines, settings);
      for (Role role : List.of(Role.INGEST, Role.PROCESSOR, Role.QUERY)) {
        for (int number = 1; number <= role.processes(); number++) {
          cluster.members.add(launcher.start(role, number));
        }
      }
      for (Member member : cluster.members) {
        member.process().awaitReady(PATIENCE, member::isReady);
      }
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  private void addEngines() {
    for (int node = 1; node <= engines.kafka().processes().size(); node++) {
      ChildProcess process = engines.kafka().processes().get(node - 1);
      members.add(
          new Member(
              process.name(), Role.KAFKA, process, "127.0.0.1", engines.kafka().port(node), ""));
    }
    add(Role.CLICKHOUSE, Engine.CLICKHOUSE, engines.clickhouse().url().getPort(), "/ping");
    add(Role.REDIS, Engine.REDIS, URI.create(engines.redisUri()).getPort(), "");
    add(Role.POSTGRES, Engine.POSTGRES, engines.postgres().port(), "");
  }

  private void add(Role role, Engine engine, int port, String health) {
    members.add(
        new Member(
            role.label(), role, engines.others().process(engine), "127.0.0.1", port, health));
  }

  /** All processes. */
  public List<Member> members() {
    return List.copyOf(members);
  }

  /** The processes that have a role. */
  public List<Member> members(Role role) {
    return members.stream().filter(member -> member.role() == role).toList();
  }

  /** Where the processes that have a role answer over HTTP. */
  public List<URI> addresses(Role role) {
    return members(role).stream().map(Member::address).toList();
  }

  /** Kafka's nodes, {@code host:port}, comma separated. */
  public String kafkaBootstrapServers() {
    return engines.kafkaBootstrapServers();
  }

  /** ClickHouse, as the services have it. */
  public ClickHouseEndpoint clickhouse() {
    return engines.clickhouse();
  }

  /**
   * Waits until all processes do their work.
   *
   * @throws EngineException naming those that do not when the time is over
   */
  public void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<Member> waiting = new ArrayList<>(members);
    waiting.removeIf(Member::isReady);
    while (!waiting.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new EngineException("Not ready after " + PATIENCE.toSeconds() + " s: " + waiting);
      }
      TimeUnit.MILLISECONDS.sleep(200);
      waiting.removeIf(Member::isReady);
    }
  }

  /** Kills everything; nothing is left to be saved. */
  @Override
  public void close() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Member member : members) {
        if (!member.role().isSingle()) {
          threads.execute(member.process()::close);
        }
      }
    }
    engines.close();
  }

  /** Makes a folder of a process. */
  static Path folder(Path directory, String name) {
    return Directories.createPrivate(directory.resolve(name));
  }
}
