package io.tidegauge.engines;

/**
 * How to reach PostgreSQL.
 *
 * <p>The services connect as the application role, which is neither a superuser nor owns the tables
 * nor bypasses row-level security; migrations run as the administrator.
 *
 * @param host host name or address
 * @param port TCP port
 * @param database an existing database
 * @param adminUsername superuser; owner of the database
 * @param adminPassword the superuser's password
 * @param username application role; may connect, and nothing else until it is granted
 * @param password the application role's password
 */
public record PostgresEndpoint(
    String host,
    int port,
    String database,
    String adminUsername,
    String adminPassword,
    String username,
    String password) {

  /** The same server, another database (which this method does not create). */
  public PostgresEndpoint withDatabase(String other) {
    return new PostgresEndpoint(
        host, port, other, adminUsername, adminPassword, username, password);
  }

  /** Address for JDBC, without the credentials. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** Without the passwords: this ends up in logs. */
  @Override
  public String toString() {
    return username + "@" + host + ":" + port + "/" + database;
  }
}
