package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.EngineException;
import io.tidegauge.standalone.Service;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The services' ahead-of-time caches (JEP 483, 514, 515), made as the image makes them: each
 * service is started once, up to where its beans are there, and the JVM keeps what it has loaded,
 * linked and learnt. A process that starts with it needs about half of the CPU time.
 */
final class AotCaches {

  private static final int PATIENCE_SECONDS = 240;

  private final Map<Service, Path> files;

  private AotCaches(Map<Service, Path> files) {
    this.files = files;
  }

  static AotCaches none() {
    return new AotCaches(Map.of());
  }

  /**
   * Makes them, in less than a minute. There are none where this program runs from folders of
   * classes, as tests do: the JVM takes jars only.
   *
   * @param directory for the files and for what the JVMs say
   */
  static AotCaches train(Path directory) {
    String classpath = System.getProperty("java.class.path");
    for (String entry : classpath.split(File.pathSeparator, -1)) {
      if (Files.isDirectory(Path.of(entry))) {
        return none();
      }
    }
    Path folder = Cluster.folder(directory, "aot");
    Map<Service, Process> training = new EnumMap<>(Service.class);
    try {
      for (Service service : Service.values()) {
        training.put(service, start(service, folder, classpath));
      }
      Map<Service, Path> files = new EnumMap<>(Service.class);
      training.forEach((service, process) -> files.put(service, await(service, process, folder)));
      return new AotCaches(files);
    } finally {
      training.values().forEach(Process::destroyForcibly);
    }
  }

  /** The JVM's flags for a service. */
  List<String> flags(Service service) {
    Path file = files.get(service);
    return file == null ? List.of() : List.of("-XX:AOTCache=" + file, "-Xlog:aot*=error");
  }

  private static Process start(Service service, Path folder, String classpath) {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dspring.context.exit=onRefresh",
            "-XX:AOTCacheOutput=" + file(service, folder),
            service.mainClass());
    java.environment().put("CLASSPATH", classpath);
    java.redirectErrorStream(true).redirectOutput(log(service, folder).toFile());
    try {
      return java.start();
    } catch (IOException e) {
      throw new EngineException("Cannot run java: " + e.getMessage(), e);
    }
  }

  private static Path await(Service service, Process process, Path folder) {
    try {
      Path file = file(service, folder);
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
          && process.exitValue() == 0
          && Files.exists(file)) {
        return file;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new EngineException(
        "The cache for %s's start was not made; see %s"
            .formatted(service.configName(), log(service, folder)));
  }

  private static Path file(Service service, Path folder) {
    return folder.resolve(service.configName() + ".aot");
  }

  private static Path log(Service service, Path folder) {
    return folder.resolve(service.configName() + ".log");
  }
}
