package io.tidegauge.engines.embedded;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.cache.BundledBinaries;
import io.tidegauge.engines.cache.EngineCache;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Leftover;
import io.tidegauge.engines.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL, durable: its settings are checked after each start, not only given. */
final class PostgresServer implements EngineServer {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChildProcess process;
  private final PostgresEndpoint endpoint;

  private PostgresServer(ChildProcess process, PostgresEndpoint endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static PostgresServer start(
      Path dataDirectory, int wantedPort, EngineCache cache, Credentials credentials)
      throws InterruptedException {
    Path programs = BundledBinaries.postgresPrograms(cache);
    Path directory = Directories.createPrivate(dataDirectory.resolve(Engine.POSTGRES.folder()));
    Leftover.end(Engine.POSTGRES.title(), directory);
    int port = Ports.claim(Engine.POSTGRES, wantedPort);
    PostgresEndpoint endpoint =
        new PostgresEndpoint(
            "127.0.0.1",
            port,
            "tidegauge",
            "tidegauge_admin",
            credentials.password(Credentials.POSTGRES_ADMIN),
            "tidegauge_app",
            credentials.password(Credentials.POSTGRES_APPLICATION));
    Path cluster = PostgresCluster.prepare(programs, directory, endpoint);
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Spec(
                Engine.POSTGRES.title(),
                command(programs, cluster, port),
                directory,
                Map.of(),
                ChildProcess.End.INT));
    try {
      process.awaitReady(PATIENCE, () -> PostgresSetup.answers(endpoint));
      PostgresSetup.run(endpoint);
      process.keepAlive();
      return new PostgresServer(process, endpoint);
    } catch (RuntimeException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  private static List<String> command(Path programs, Path cluster, int port) {
    List<String> command = new ArrayList<>(PostgresCluster.asOrdinaryUser());
    command.add(programs.resolve("postgres").toString());
    command.addAll(List.of("-D", cluster.toString()));
    for (String setting :
        List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "password_encryption=scram-sha-256",
            "shared_buffers=32MB",
            "max_connections=100",
            "timezone=UTC",
            "log_timezone=UTC")) {
      command.addAll(List.of("-c", setting));
    }
    return command;
  }

  PostgresEndpoint endpoint() {
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
