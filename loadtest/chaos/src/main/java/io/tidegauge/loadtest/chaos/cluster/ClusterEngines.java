package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.embedded.KafkaCluster;
import java.util.EnumSet;
import java.util.Set;

/** The engines with a cluster in the place of the one Kafka node. */
record ClusterEngines(EmbeddedEngines others, KafkaCluster kafka) implements Engines {

  @Override
  public Set<Engine> running() {
    return EnumSet.allOf(Engine.class);
  }

  @Override
  public String kafkaBootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public ClickHouseEndpoint clickhouse() {
    return others.clickhouse();
  }

  @Override
  public String redisUri() {
    return others.redisUri();
  }

  @Override
  public PostgresEndpoint postgres() {
    return others.postgres();
  }

  @Override
  public void close() {
    kafka.close();
    others.close();
  }
}
