package io.tidegauge.query.store;

import io.tidegauge.query.config.ClickHouseProperties;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that are idle, for the next query. Every query thread takes one, so there are never
 * more than threads. Thread-safe; blocking.
 */
final class ConnectionPool {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  private final ClickHouseProperties properties;
  private final BlockingQueue<Connection> idle;

  ConnectionPool(ClickHouseProperties properties) {
    this.properties = properties;
    this.idle = new LinkedBlockingQueue<>(properties.connections());
  }

  Connection take() throws SQLException {
    Connection connection = idle.poll();
    return connection == null ? open() : connection;
  }

  private Connection open() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", properties.username());
    settings.setProperty("password", properties.password());
    // The server ends a statement itself; this is for one that hangs.
    Duration patience = properties.queryTimeout().plusSeconds(2);
    settings.setProperty("socket_timeout", Long.toString(patience.toMillis()));
    settings.setProperty("connection_timeout", "1000");
    return DriverManager.getConnection(properties.jdbcUrl(), settings);
  }

  /** Gives back a connection that worked. */
  void giveBack(Connection connection) {
    if (!idle.offer(connection)) {
      close(connection);
    }
  }

  /** Closes a connection, because it failed or is one too many. */
  void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("A connection did not close", e);
    }
  }

  void closeAll() {
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      close(connection);
    }
  }
}
