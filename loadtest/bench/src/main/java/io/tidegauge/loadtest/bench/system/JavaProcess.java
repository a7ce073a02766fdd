package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Ports;
import io.tidegauge.loadtest.jvm.AotTraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A service of Tidegauge, or what answers as one, to be run as a process of its own.
 *
 * @param name of its folder
 * @param mainClass with its main method
 * @param flags of its JVM, besides those that all have
 * @param settings by configuration key
 * @param classPath of its JVM
 */
record JavaProcess(
    String name,
    String mainClass,
    List<String> flags,
    Map<String, String> settings,
    String classPath) {

  /** Answers with 200 when it does its work. */
  static final String READINESS = "/actuator/health/readiness";

  private static final List<String> COMMON =
      List.of(
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dlogging.config=classpath:bench-logback.xml");

  /** With the class path of this process. */
  JavaProcess(String name, String mainClass, List<String> flags, Map<String, String> settings) {
    this(name, mainClass, flags, settings, System.getProperty("java.class.path"));
  }

  /** With another class path. */
  JavaProcess withClassPath(String other) {
    return new JavaProcess(name, mainClass, flags, settings, other);
  }

  /** Starts it in a folder of a directory, and returns when it is ready. */
  HttpServer start(Path directory) throws InterruptedException {
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(COMMON);
    command.addAll(flags);
    command.add(mainClass);
    // In the environment, which other users of the machine cannot read.
    Map<String, String> environment = new HashMap<>();
    environment.put("CLASSPATH", classPath);
    environment.put("SERVER_PORT", Integer.toString(port));
    settings.forEach((key, value) -> environment.put(variable(key), value));
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Spec(
                name,
                command,
                Directories.createPrivate(directory.resolve(name)),
                environment,
                ChildProcess.End.TERM));
    return new HttpServer(process, port, "/actuator/prometheus").await(READINESS);
  }

  /** Has a service make its ahead-of-time cache in a folder; any collector can use it later. */
  static AotTraining train(String name, String mainClass, Path folder) {
    return AotTraining.begin(name, mainClass, COMMON, folder);
  }

  /** Spring's rule: dots become underscores, dashes go, all in capitals. */
  private static String variable(String key) {
    return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
