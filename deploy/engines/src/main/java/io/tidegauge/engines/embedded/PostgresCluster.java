package io.tidegauge.engines.embedded;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.process.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's data directory, created on the first start. */
final class PostgresCluster {
  private PostgresCluster() {}

  /**
   * PostgreSQL refuses to run as root; in a user namespace of its own it is nobody in particular,
   * and still owns its files.
   */
  static List<String> asOrdinaryUser() {
    return System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of();
  }

  /** The cluster inside a directory; appears all at once, so an interrupted start is done again. */
  static Path prepare(Path programs, Path directory, PostgresEndpoint endpoint)
      throws InterruptedException {
    Path cluster = directory.resolve("cluster");
    if (Files.isDirectory(cluster)) {
      return cluster;
    }
    Path unfinished = directory.resolve("cluster.unfinished");
    Path passwordFile = directory.resolve("password");
    Path log = directory.resolve("initdb.log");
    try {
      Directories.delete(unfinished);
      Files.writeString(passwordFile, endpoint.adminPassword() + "\n");
      List<String> command = new ArrayList<>(asOrdinaryUser());
      command.addAll(
          List.of(
              programs.resolve("initdb").toString(),
              "--pgdata=" + unfinished,
              "--username=" + endpoint.adminUsername(),
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--locale=C"));
      Process initdb =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (initdb.waitFor() != 0) {
        throw new EngineException(
            "initdb failed with code %d:%n%s".formatted(initdb.exitValue(), Files.readString(log)));
      }
      Files.delete(passwordFile);
      Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
      return cluster;
    } catch (IOException e) {
      throw new EngineException("Cannot create PostgreSQL's data directory in " + directory, e);
    }
  }
}
