package io.tidegauge.query.config;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where history is.
 *
 * @param url HTTP address without a path
 * @param username a user who may read
 * @param password that user's password
 * @param database the database with Tidegauge's tables
 * @param queryTimeout how long one query may run before the server stops it
 * @param pingTimeout how long a server may take to answer a ping while statements run; after that
 *     they are given up
 * @param connections how many queries are worked on at the same time; one whose reader is slow does
 *     not count while it waits
 * @param queue how many queries may wait for a connection; more are refused
 */
@ConfigurationProperties("tidegauge.clickhouse")
public record ClickHouseProperties(
    @DefaultValue("http://localhost:8123") URI url,
    @DefaultValue("default") String username,
    @DefaultValue("") String password,
    @DefaultValue("default") String database,
    @DefaultValue("10s") Duration queryTimeout,
    @DefaultValue("800ms") Duration pingTimeout,
    @DefaultValue("8") int connections,
    @DefaultValue("256") int queue) {

  /** Checks the values. */
  public ClickHouseProperties {
    if (url.getHost() == null || url.getScheme() == null) {
      throw new IllegalArgumentException(
          "tidegauge.clickhouse.url is '" + url + "', set it to http://host:port");
    }
    Check.notBlank("tidegauge.clickhouse.database", database, "the name of a database");
    Check.between(
        "tidegauge.clickhouse.query-timeout",
        queryTimeout,
        Duration.ofMillis(100),
        Duration.ofMinutes(10));
    Check.between(
        "tidegauge.clickhouse.ping-timeout",
        pingTimeout,
        Duration.ofMillis(50),
        Duration.ofMinutes(1));
    Check.between("tidegauge.clickhouse.connections", connections, 1, 256);
    Check.between("tidegauge.clickhouse.queue", queue, 1, 100_000);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return username + "@" + url + "/" + database;
  }
}
