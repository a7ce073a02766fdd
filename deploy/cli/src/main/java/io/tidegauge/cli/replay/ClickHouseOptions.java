package io.tidegauge.cli.replay;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Where ClickHouse is; a mixin. */
final class ClickHouseOptions {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration REQUEST = Duration.ofMinutes(10);
  private static final Duration UNUSED = Duration.ofDays(1);

  @Option(
      names = "--clickhouse-url",
      paramLabel = "URL",
      defaultValue = "http://localhost:${env:TIDEGAUGE_CLICKHOUSE_PORT:-8123}",
      description = "ClickHouse's HTTP interface; ${DEFAULT-VALUE} unless given")
  private URI url = URI.create("http://localhost:8123");

  @Option(
      names = "--clickhouse-user",
      paramLabel = "NAME",
      defaultValue = "${env:TIDEGAUGE_CLICKHOUSE_USERNAME:-tidegauge}",
      description = "TIDEGAUGE_CLICKHOUSE_USERNAME, or ${DEFAULT-VALUE}")
  private String username = "tidegauge";

  @Option(
      names = "--clickhouse-database",
      paramLabel = "NAME",
      defaultValue = "${env:TIDEGAUGE_CLICKHOUSE_DATABASE:-tidegauge}",
      description = "TIDEGAUGE_CLICKHOUSE_DATABASE, or ${DEFAULT-VALUE}")
  private String database = "tidegauge";

  @Option(
      names = "--clickhouse-password",
      paramLabel = "PASSWORD",
      defaultValue = "${env:TIDEGAUGE_CLICKHOUSE_PASSWORD:-}",
      description =
          "TIDEGAUGE_CLICKHOUSE_PASSWORD, or that of the installation in TIDEGAUGE_DATA (--data)")
  private String password = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TIDEGAUGE_DATA:-.tidegauge/data}",
      description = "the data directory of './tidegauge up'; ${DEFAULT-VALUE} unless given")
  private Path data = Path.of(".tidegauge/data");

  ClickHouseProperties properties() {
    try {
      return new ClickHouseProperties(
          url,
          username,
          password.isEmpty() ? passwordOfInstallation() : password,
          database,
          ClickHouseProperties.Compression.NONE,
          CONNECT,
          REQUEST,
          new ClickHouseProperties.Retention(UNUSED, UNUSED, UNUSED, UNUSED));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private String passwordOfInstallation() {
    Path file = data.resolve("credentials.properties");
    if (!Files.isReadable(file)) {
      return "";
    }
    Properties passwords = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      passwords.load(reader);
    } catch (IOException e) {
      throw new CommandFailedException(
          "cannot read " + file + "; set TIDEGAUGE_CLICKHOUSE_PASSWORD", e);
    }
    return passwords.getProperty("clickhouse", "");
  }
}
