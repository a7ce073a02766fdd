package io.tidegauge.engines.embedded;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** ClickHouse's configuration files. Without them it would read those of the machine. */
final class ClickHouseConfig {
  static final String USERNAME = "tidegauge";

  /**
   * Inserts and merges are refused while less is free, in bytes: others on the same disk may take
   * that much while one is written, and it still has its space.
   */
  static final long KEPT_FREE = 256L << 20;

  /** No system log is configured, so none is written. */
  private static final String SERVER =
      """
      <clickhouse>
        <logger>
          <log>%1$s/server.log</log>
          <size>10M</size>
          <count>2</count>
          <console>false</console>
        </logger>
        <users_config>%1$s/users.xml</users_config>
        <timezone>UTC</timezone>
        <max_server_memory_usage>2000000000</max_server_memory_usage>
        <mark_cache_size>67108864</mark_cache_size>
        <uncompressed_cache_size>0</uncompressed_cache_size>
        <asynchronous_metrics_update_period_s>60</asynchronous_metrics_update_period_s>
        <backups><allowed_path>%1$s/backups</allowed_path></backups>
        <storage_configuration><disks><default>
          <keep_free_space_bytes>%2$d</keep_free_space_bytes>
        </default></disks></storage_configuration>
      </clickhouse>
      """;

  /**
   * The launching session is user {@code default} without a password, and that user can be reached
   * over HTTP too: it may open the port and read its standard input, and nothing else.
   */
  private static final String USERS =
      """
      <clickhouse>
        <users>
          <default>
            <password></password>
            <profile>default</profile>
            <quota>default</quota>
            <networks><ip>127.0.0.1</ip></networks>
            <grants>
              <query>GRANT SYSTEM LISTEN ON *.*</query>
              <query>GRANT CREATE ARBITRARY TEMPORARY TABLE ON *.*</query>
              <query>GRANT TABLE ENGINE ON File</query>
            </grants>
          </default>
          <tidegauge>
            <password_sha256_hex>%s</password_sha256_hex>
            <profile>default</profile>
            <quota>default</quota>
            <networks><ip>127.0.0.1</ip></networks>
          </tidegauge>
        </users>
        <profiles><default></default></profiles>
        <quotas><default></default></quotas>
      </clickhouse>
      """;

  private ClickHouseConfig() {}

  /** Writes both files into a directory and gives the server's. */
  static Path write(Path directory, String password) {
    try {
      Path server = directory.resolve("config.xml");
      Files.writeString(server, SERVER.formatted(directory, KEPT_FREE));
      Path users = directory.resolve("users.xml");
      Files.writeString(users, USERS.formatted(sha256(password)));
      Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
      return server;
    } catch (IOException e) {
      throw new EngineException("Cannot write ClickHouse's configuration into " + directory, e);
    }
  }

  private static String sha256(String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new EngineException("This JDK has no SHA-256", e);
    }
  }
}
