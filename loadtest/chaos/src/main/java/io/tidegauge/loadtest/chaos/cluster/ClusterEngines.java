package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.embedded.KafkaCluster;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The engines as the services see them, with a cluster in the place of the one Kafka node.
 *
 * @param others all but Kafka, on the loopback interface
 * @param kafka the cluster
 * @param clickhouse how the services reach it; the others likewise
 */
record ClusterEngines(
    EmbeddedEngines others,
    KafkaCluster kafka,
    ClickHouseEndpoint clickhouse,
    String redisUri,
    PostgresEndpoint postgres)
    implements Engines {

  /** Starts them; returns when they answer. */
  static ClusterEngines start(Path directory, Places places, List<String> kafkaFlags)
      throws InterruptedException {
    KafkaCluster kafka =
        KafkaCluster.start(
            directory, Role.KAFKA.processes(), node -> places.of("kafka-" + node), kafkaFlags);
    try {
      EmbeddedEngines others =
          EmbeddedEngines.start(
              EnginesSpec.persistent(
                  directory.resolve("engines"), Engine.CLICKHOUSE, Engine.REDIS, Engine.POSTGRES));
      try {
        kafka.awaitReady();
        return of(others, kafka, places);
      } catch (RuntimeException | InterruptedException e) {
        others.close();
        throw e;
      }
    } catch (RuntimeException | InterruptedException e) {
      kafka.close();
      throw e;
    }
  }

  private static ClusterEngines of(EmbeddedEngines others, KafkaCluster kafka, Places places) {
    ClickHouseEndpoint clickhouse = others.clickhouse();
    PostgresEndpoint postgres = others.postgres();
    Places.Address toClickhouse = places.reachable(clickhouse.url().getPort());
    Places.Address toRedis = places.reachable(URI.create(others.redisUri()).getPort());
    Places.Address toPostgres = places.reachable(postgres.port());
    return new ClusterEngines(
        others,
        kafka,
        new ClickHouseEndpoint(
            URI.create("http://" + toClickhouse.host() + ":" + toClickhouse.port()),
            clickhouse.username(),
            clickhouse.password(),
            clickhouse.database()),
        "redis://" + toRedis.host() + ":" + toRedis.port(),
        new PostgresEndpoint(
            toPostgres.host(),
            toPostgres.port(),
            postgres.database(),
            postgres.adminUsername(),
            postgres.adminPassword(),
            postgres.username(),
            postgres.password()));
  }

  @Override
  public Set<Engine> running() {
    return EnumSet.allOf(Engine.class);
  }

  @Override
  public String kafkaBootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public void close() {
    kafka.close();
    others.close();
  }
}
