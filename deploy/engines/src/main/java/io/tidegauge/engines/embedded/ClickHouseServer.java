package io.tidegauge.engines.embedded;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.cache.ClickHouseLibrary;
import io.tidegauge.engines.cache.EngineCache;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Leftover;
import io.tidegauge.engines.process.Ports;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ClickHouse in a child JVM that does nothing but run its library; ends when its input closes. */
final class ClickHouseServer implements EngineServer {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DATABASE = "tidegauge";

  private final ChildProcess process;
  private final ClickHouseEndpoint endpoint;

  private ClickHouseServer(ChildProcess process, ClickHouseEndpoint endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static ClickHouseServer start(
      Path dataDirectory, int wantedPort, EngineCache cache, Credentials credentials)
      throws InterruptedException {
    Path library = ClickHouseLibrary.locate(cache);
    Path directory = Directories.createPrivate(dataDirectory.resolve(Engine.CLICKHOUSE.folder()));
    Leftover.end(Engine.CLICKHOUSE.title(), directory);
    int port = Ports.claim(Engine.CLICKHOUSE, wantedPort);
    String password = credentials.password(Credentials.CLICKHOUSE);
    Path config = ClickHouseConfig.write(directory, password);
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Spec(
                Engine.CLICKHOUSE.title(),
                command(library, config, directory, port),
                directory,
                environment(),
                ChildProcess.End.BY_ITSELF));
    ClickHouseEndpoint endpoint =
        new ClickHouseEndpoint(
            URI.create("http://127.0.0.1:" + port), ClickHouseConfig.USERNAME, password, DATABASE);
    try {
      ClickHouseHttp http = new ClickHouseHttp(endpoint);
      process.awaitReady(PATIENCE, http::answers);
      http.execute("CREATE DATABASE IF NOT EXISTS " + DATABASE);
      process.keepAlive();
      return new ClickHouseServer(process, endpoint);
    } catch (RuntimeException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  private static List<String> command(Path library, Path config, Path directory, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx32m",
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classpath(),
        ClickHouseLauncher.class.getName(),
        library.toString(),
        "--config-file=" + config,
        "--log-level=warning",
        "--path=" + directory.resolve("store"),
        "--listen_host=127.0.0.1",
        "--http_port=" + port,
        "--structure",
        "x String",
        "--input-format",
        "LineAsString",
        "--query",
        "SYSTEM START LISTEN HTTP; SELECT count() FROM table");
  }

  private static String classpath() {
    try {
      return Path.of(
              ClickHouseLauncher.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new EngineException("Cannot find the classes of the engines' module", e);
    }
  }

  /** ClickHouse installs signal handlers; libjsig chains them with the JVM's own. */
  private static Map<String, String> environment() {
    Path chaining = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
    return Files.exists(chaining) ? Map.of("LD_PRELOAD", chaining.toString()) : Map.of();
  }

  ClickHouseEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public Optional<ChildProcess> process() {
    return Optional.of(process);
  }

  @Override
  public void close() {
    process.close();
  }
}
