package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The whole pipeline as separate processes. They end with this process, whatever ends it, and are
 * started again when they end by themselves; each has a folder with its {@code output.log}.
 */
public final class Cluster implements AutoCloseable {

  /** Partitions of the topics: two for each processor. */
  public static final int PARTITIONS = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final List<String> KAFKA_FLAGS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-Dlogback.configurationFile=chaos-logback.xml");

  private final Optional<Network> network;
  private final Optional<Disks> disks;
  private final Places places;
  private final ClusterEngines engines;
  private final List<Member> members = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Cluster(
      Optional<Network> network, Optional<Disks> disks, Places places, ClusterEngines engines) {
    this.network = network;
    this.disks = disks;
    this.places = places;
    this.engines = engines;
  }

  /**
   * What a cluster has besides its processes.
   *
   * @param settings of all services, by configuration key
   * @param skew how far the clock of the second gateway is ahead of the others, service time
   * @param networks whether the processes have networks of their own, to be cut off
   * @param disks whether a Kafka node, a processor and ClickHouse have disks of their own
   * @param quickStart whether the processes' code is compiled quickly rather than well, and nothing
   *     is prepared for starting them again
   */
  public record Equipment(
      Map<String, String> settings,
      Duration skew,
      boolean networks,
      boolean disks,
      boolean quickStart) {

    /** Copies the settings. */
    public Equipment {
      settings = Map.copyOf(settings);
    }

    List<String> compilation() {
      return quickStart ? List.of("-XX:TieredStopAtLevel=1") : List.of();
    }
  }

  /**
   * Starts everything and returns when it is ready.
   *
   * @param directory for data and logs, empty
   */
  public static Cluster start(Path directory, Equipment equipment) throws InterruptedException {
    Leftovers.remove();
    Optional<Network> network =
        equipment.networks() ? Optional.of(Network.create()) : Optional.empty();
    Optional<Disks> disks = Optional.empty();
    Optional<ClusterEngines> engines = Optional.empty();
    Places places = new Places(network);
    try {
      if (equipment.disks()) {
        Disks made = new Disks(directory);
        disks = Optional.of(made);
        made.mount("kafka-1", directory.resolve("kafka-1").resolve("data"));
        made.mount("processor-1", directory.resolve("processor-1").resolve("state"));
        made.mount("clickhouse", directory.resolve("engines").resolve("clickhouse"));
      }
      ClusterEngines started =
          ClusterEngines.start(
              directory,
              places,
              Stream.of(KAFKA_FLAGS, equipment.compilation()).flatMap(List::stream).toList());
      engines = Optional.of(started);
      Cluster cluster = new Cluster(network, disks, places, started);
      cluster.addEngines();
      AotCaches caches = equipment.quickStart() ? AotCaches.none() : AotCaches.train(directory);
      cluster.addServices(new ServiceLauncher(directory, started, places, equipment, caches));
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      engines.ifPresent(ClusterEngines::close);
      places.close();
      disks.ifPresent(Disks::close);
      network.ifPresent(Network::close);
      throw e;
    }
  }

  private void addServices(ServiceLauncher launcher) throws InterruptedException {
    try {
      for (Role role : List.of(Role.INGEST, Role.PROCESSOR, Role.QUERY)) {
        for (int number = 1; number <= role.processes(); number++) {
          members.add(launcher.start(role, number));
        }
      }
      for (Member member : members) {
        member.process().awaitReady(PATIENCE, member::isReady);
      }
    } catch (RuntimeException | InterruptedException e) {
      closeServices();
      throw e;
    }
  }

  private void addEngines() {
    for (int node = 1; node <= engines.kafka().processes().size(); node++) {
      ChildProcess process = engines.kafka().processes().get(node - 1);
      members.add(
          new Member(
              process.name(),
              Role.KAFKA,
              process,
              places.of(process.name()).host(),
              engines.kafka().port(node),
              ""));
    }
    EmbeddedEngines others = engines.others();
    add(Role.CLICKHOUSE, Engine.CLICKHOUSE, others.clickhouse().url().getPort(), "/ping");
    add(Role.REDIS, Engine.REDIS, URI.create(others.redisUri()).getPort(), "");
    add(Role.POSTGRES, Engine.POSTGRES, others.postgres().port(), "");
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

  /** ClickHouse, not by way of what may be cut off. */
  public ClickHouseEndpoint clickhouse() {
    return engines.others().clickhouse();
  }

  /** The processes' networks, where they have some. */
  public Optional<Network> network() {
    return network;
  }

  /** The processes' disks, where some have one. */
  public Optional<Disks> disks() {
    return disks;
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

  /** Kills everything; nothing is left to be saved. Idempotent. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    closeServices();
    engines.close();
    places.close();
    disks.ifPresent(Disks::close);
    network.ifPresent(Network::close);
  }

  private void closeServices() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Member member : members) {
        if (!member.role().isSingle()) {
          threads.execute(member.process()::close);
        }
      }
    }
  }

  /** Makes a folder of a process. */
  static Path folder(Path directory, String name) {
    return Directories.createPrivate(directory.resolve(name));
  }
}
