package io.tidegauge.engines.testing;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.embedded.ClickHouseHttp;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Corners of shared engines that one test has to itself. */
public final class Isolated {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Isolated() {}

  /**
   * A name that nobody else in this JVM has, for topics, consumer groups, databases and key
   * prefixes.
   *
   * @param prefix lower-case letters, digits and underscores, for example {@code samples}
   */
  public static String name(String prefix) {
    return prefix + "_" + NEXT.incrementAndGet();
  }

  /** ClickHouse with a new, empty database. */
  public static ClickHouseEndpoint clickhouse(Engines engines) {
    ClickHouseEndpoint endpoint = engines.clickhouse().withDatabase(name("test"));
    new ClickHouseHttp(endpoint).execute("CREATE DATABASE " + endpoint.database());
    return endpoint;
  }

  /** PostgreSQL with a new, empty database owned by the administrator. */
  public static PostgresEndpoint postgres(Engines engines) throws SQLException {
    PostgresEndpoint endpoint = engines.postgres();
    PostgresEndpoint isolated = endpoint.withDatabase(name("test"));
    try (Connection connection =
            DriverManager.getConnection(
                endpoint.jdbcUrl(), endpoint.adminUsername(), endpoint.adminPassword());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + isolated.database());
    }
    return isolated;
  }
}
