package io.tidegauge.engines.embedded;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.PostgresEndpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What a PostgreSQL server must have before anybody uses it. */
public final class PostgresSetup {
  private PostgresSetup() {}

  /** Whether the server lets the administrator in. */
  static boolean answers(PostgresEndpoint endpoint) {
    try (Connection connection = connect(endpoint)) {
      return connection.isValid(5);
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** Creates the application role and the database where they are missing; checks durability. */
  public static void run(PostgresEndpoint endpoint) {
    try (Connection connection = connect(endpoint);
        Statement statement = connection.createStatement()) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        String value = text(statement, "SHOW " + setting);
        if (!"on".equals(value)) {
          throw new EngineException(
              "PostgreSQL runs with %s=%s: committed data could be lost".formatted(setting, value));
        }
      }
      String role = endpoint.username();
      if (text(statement, "SELECT count(*) FROM pg_roles WHERE rolname = '" + role + "'")
          .equals("0")) {
        statement.execute(
            "CREATE ROLE %s LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '%s'"
                .formatted(role, endpoint.password()));
      }
      String database = endpoint.database();
      if (text(statement, "SELECT count(*) FROM pg_database WHERE datname = '" + database + "'")
          .equals("0")) {
        statement.execute("CREATE DATABASE " + database);
      }
    } catch (SQLException e) {
      throw new EngineException("PostgreSQL could not be set up: " + e.getMessage(), e);
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }

  private static Connection connect(PostgresEndpoint endpoint) throws SQLException {
    return DriverManager.getConnection(
        endpoint.withDatabase("postgres").jdbcUrl() + "?connectTimeout=5&socketTimeout=30",
        endpoint.adminUsername(),
        endpoint.adminPassword());
  }
}
