package io.tidegauge.loadtest.jvm;

import io.tidegauge.loadtest.http.CallException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes a service's ahead-of-time cache (JEP 483, 514, 515), as the image makes it: the service is
 * started once, up to where its beans are there, and the JVM keeps what it has loaded, linked and
 * learnt. A process that starts with it needs about half of the CPU time.
 */
public final class AotTraining implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 240;

  private final String name;
  private final Path file;
  private final Path log;
  private final Process process;

  private AotTraining(String name, Path file, Path log, Process process) {
    this.name = name;
    this.file = file;
    this.log = log;
    this.process = process;
  }

  /** Whether a JVM keeps a cache of this class path: it takes jars only, no folders of classes. */
  public static boolean isPossible(String classPath) {
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (Files.isDirectory(Path.of(entry))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Starts a service for it, in this process's class path.
   *
   * @param name of the file, and of that with what the JVM says
   * @param flags of the JVM, as it is to run later
   * @param folder for both
   * @throws CallException where it cannot be started
   */
  public static AotTraining begin(String name, String mainClass, List<String> flags, Path folder) {
    Path file = folder.resolve(name + ".aot");
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-Dspring.context.exit=onRefresh");
    command.add("-XX:AOTCacheOutput=" + file);
    command.add(mainClass);
    ProcessBuilder java = new ProcessBuilder(command);
    java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    java.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      return new AotTraining(name, file, log, java.start());
    } catch (IOException e) {
      throw new CallException("Cannot run java: " + e.getMessage(), e);
    }
  }

  /**
   * The flags that have a JVM start with the cache, once it is made.
   *
   * @throws CallException where it was not
   */
  public List<String> await() throws InterruptedException {
    if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        && process.exitValue() == 0
        && Files.exists(file)) {
      return List.of("-XX:AOTCache=" + file, "-Xlog:aot*=error");
    }
    throw new CallException("The cache for %s's start was not made; see %s".formatted(name, log));
  }

  /** Ends the service where it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
