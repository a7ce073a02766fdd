package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline as small as it can be with more than one query node: one of each engine, a gateway, a
 * processor, and query nodes, each service a process of its own. The services end with this
 * process, and are started again when they end by themselves.
 */
public final class SmallCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Map<String, String> ONE_BROKER =
      Map.of("tidegauge.kafka.replication-factor", "1", "tidegauge.processor.standbys", "0");

  private final EmbeddedEngines engines;
  private final Places places = new Places(Optional.empty());
  private final List<Member> members = new ArrayList<>();

  private SmallCluster(EmbeddedEngines engines) {
    this.engines = engines;
  }

  /**
   * Starts everything and returns when it is ready.
   *
   * @param directory for data and logs, empty
   * @param queryNodes how many
   * @param settings of all services, by configuration key
   * @param queryFlags of the query nodes' JVMs; they win over the usual ones
   */
  public static SmallCluster start(
      Path directory, int queryNodes, Map<String, String> settings, List<String> queryFlags)
      throws InterruptedException {
    SmallCluster cluster =
        new SmallCluster(
            EmbeddedEngines.start(
                EnginesSpec.persistent(
                    directory.resolve("engines"),
                    Engine.KAFKA,
                    Engine.CLICKHOUSE,
                    Engine.REDIS,
                    Engine.POSTGRES)));
    try {
      Map<String, String> all = new HashMap<>(ONE_BROKER);
      all.putAll(settings);
      cluster.addServices(directory, queryNodes, all, queryFlags);
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  private void addServices(
      Path directory, int queryNodes, Map<String, String> settings, List<String> queryFlags)
      throws InterruptedException {
    Cluster.Equipment equipment =
        new Cluster.Equipment(settings, Duration.ZERO, false, false, true);
    ServiceLauncher launcher =
        new ServiceLauncher(directory, engines, places, equipment, AotCaches.none());
    members.add(launcher.start(Role.PROCESSOR, 1, List.of()));
    members.add(launcher.start(Role.INGEST, 1, List.of()));
    for (int number = 1; number <= queryNodes; number++) {
      members.add(launcher.start(Role.QUERY, number, queryFlags));
    }
    for (Member member : members) {
      member.process().awaitReady(PATIENCE, member::isReady);
    }
  }

  /** The processes that have a role. */
  public List<Member> members(Role role) {
    return members.stream().filter(member -> member.role() == role).toList();
  }

  /** Redis, for whoever wants to hurt it; it is started again when it ends. */
  public Member redis() {
    return new Member(
        Role.REDIS.label(),
        Role.REDIS,
        engines.process(Engine.REDIS),
        "127.0.0.1",
        URI.create(engines.redisUri()).getPort(),
        "");
  }

  /** The broker, {@code host:port}. */
  public String kafkaBootstrapServers() {
    return engines.kafkaBootstrapServers();
  }

  /** Kills the services, and ends the engines. */
  @Override
  public void close() {
    members.forEach(member -> member.process().close());
    engines.close();
    places.close();
  }
}
