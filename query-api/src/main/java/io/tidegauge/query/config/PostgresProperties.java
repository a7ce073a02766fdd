package io.tidegauge.query.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the servers' metadata is.
 *
 * @param host host name or address
 * @param port TCP port
 * @param database an existing database
 * @param username the role of the service: neither owner of tables nor past row-level security
 * @param password that role's password
 * @param adminUsername who makes and migrates the tables at start
 * @param adminPassword that role's password
 * @param connections how many connections at the most
 * @param timeout how long to wait for a connection and an answer together
 */
@ConfigurationProperties("tidegauge.postgres")
public record PostgresProperties(
    @DefaultValue("localhost") String host,
    @DefaultValue("5432") int port,
    @DefaultValue("tidegauge") String database,
    @DefaultValue("tidegauge") String username,
    @DefaultValue("tidegauge") String password,
    @DefaultValue("postgres") String adminUsername,
    @DefaultValue("postgres") String adminPassword,
    @DefaultValue("4") int connections,
    @DefaultValue("2s") Duration timeout) {

  /** Checks the values. */
  public PostgresProperties {
    Check.notBlank("tidegauge.postgres.host", host, "a host name or address");
    Check.between("tidegauge.postgres.port", port, 1, 65_535);
    Check.notBlank("tidegauge.postgres.database", database, "the name of a database");
    if (!username.matches("[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException(
          "tidegauge.postgres.username is '"
              + username
              + "', set it to a role of lower-case letters, digits and underscores");
    }
    if (username.equals(adminUsername)) {
      throw new IllegalArgumentException(
          "tidegauge.postgres.username and admin-username are both '"
              + username
              + "': the service's role must not own the tables, choose two roles");
    }
    Check.between("tidegauge.postgres.connections", connections, 1, 256);
    Check.between(
        "tidegauge.postgres.timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
  }

  /** Address for JDBC, without the credentials. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return username + "@" + host + ":" + port + "/" + database;
  }
}
