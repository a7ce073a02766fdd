package io.tidegauge.standalone;

import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Leftover;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every service as a process of its own, started again when it ends without being asked to. The
 * children end with this process. Each one's log is {@code SERVICE/SERVICE.log} in the folder of
 * the logs; what the JVM itself says is in {@code output.log} beside it.
 */
final class SeparateServices implements RunningServices {
  private final Map<Service, ChildProcess> processes = new EnumMap<>(Service.class);

  /** Starts all of them; they are not ready yet. */
  static SeparateServices start(Settings settings, Map<ServicePort, Integer> ports, Path logs) {
    SeparateServices services = new SeparateServices();
    for (Service service : Service.values()) {
      Path folder = Directories.createPrivate(logs.resolve(service.configName()));
      Leftover.end(service.configName(), folder);
      Map<String, String> environment = new HashMap<>(settings.asEnvironment());
      environment.put("SERVER_PORT", Integer.toString(ports.getOrDefault(service.port(), 0)));
      // Not as an argument: the command line stays readable in ps.
      environment.put("CLASSPATH", System.getProperty("java.class.path"));
      ChildProcess process =
          ChildProcess.start(
              new ChildProcess.Spec(
                  service.configName(),
                  command(service, folder),
                  folder,
                  environment,
                  ChildProcess.End.BY_ITSELF,
                  folder.resolve(service.configName() + ".log")));
      process.keepAlive();
      services.processes.put(service, process);
    }
    return services;
  }

  private static List<String> command(Service service, Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dtidegauge.logs=" + folder,
        "-Dtidegauge.log=" + service.configName(),
        ServiceProcess.class.getName(),
        service.mainClass());
  }

  /** One service's process. */
  ChildProcess process(Service service) {
    ChildProcess process = processes.get(service);
    if (process == null) {
      throw new IllegalStateException(service + " is not running");
    }
    return process;
  }

  @Override
  public void close() {
    processes.values().forEach(ChildProcess::close);
  }
}
