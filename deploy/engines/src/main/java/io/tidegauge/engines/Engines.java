package io.tidegauge.engines;

import java.util.Set;

/**
 * A set of running engines. Whoever starts it closes it; the accessors may be called from any
 * thread.
 *
 * <p>Every accessor of an engine that was not asked for throws {@link IllegalStateException}.
 */
public interface Engines extends AutoCloseable {

  /** The engines that are running. */
  Set<Engine> running();

  /** Kafka's bootstrap servers, {@code host:port}. Topics are not created automatically. */
  String kafkaBootstrapServers();

  /** ClickHouse, with a database of its own. */
  ClickHouseEndpoint clickhouse();

  /** Redis, as {@code redis://host:port}. */
  String redisUri();

  /** PostgreSQL, with a database and an application role. */
  PostgresEndpoint postgres();

  /** Stops the engines; what they hold stays unless the directory was ephemeral. Idempotent. */
  @Override
  void close();
}
