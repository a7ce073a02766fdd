package io.tidegauge.engines;

import java.net.URI;

/**
 * How to reach ClickHouse.
 *
 * @param url HTTP address without a path, for example {@code http://127.0.0.1:8123}
 * @param username user with every right on every database
 * @param password that user's password
 * @param database an existing database
 */
public record ClickHouseEndpoint(URI url, String username, String password, String database) {

  /** The same server, another database (which this method does not create). */
  public ClickHouseEndpoint withDatabase(String other) {
    return new ClickHouseEndpoint(url, username, password, other);
  }

  /** Address for clickhouse-jdbc, without the credentials. */
  public String jdbcUrl() {
    return "jdbc:clickhouse://" + url.getHost() + ":" + url.getPort() + "/" + database;
  }

  /** Without the password: this ends up in logs. */
  @Override
  public String toString() {
    return username + "@" + url + "/" + database;
  }
}
