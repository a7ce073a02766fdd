package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.jvm.AotTraining;
import io.tidegauge.standalone.Service;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The services' ahead-of-time caches: what their JVMs start with. */
final class AotCaches {

  private static final List<String> FLAGS =
      List.of(
          "-Xmx384m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Map<Service, List<String>> flags;

  private AotCaches(Map<Service, List<String>> flags) {
    this.flags = flags;
  }

  static AotCaches none() {
    return new AotCaches(Map.of());
  }

  /**
   * Makes them, in less than a minute. There are none where this program runs from folders of
   * classes, as tests do.
   *
   * @param directory for the files and for what the JVMs say
   */
  static AotCaches train(Path directory) throws InterruptedException {
    if (!AotTraining.isPossible(System.getProperty("java.class.path"))) {
      return none();
    }
    Path folder = Cluster.folder(directory, "aot");
    Map<Service, AotTraining> training = new EnumMap<>(Service.class);
    try {
      for (Service service : Service.values()) {
        training.put(
            service, AotTraining.begin(service.configName(), service.mainClass(), FLAGS, folder));
      }
      Map<Service, List<String>> flags = new EnumMap<>(Service.class);
      for (Map.Entry<Service, AotTraining> one : training.entrySet()) {
        flags.put(one.getKey(), one.getValue().await());
      }
      return new AotCaches(flags);
    } catch (CallException e) {
      throw new EngineException(String.valueOf(e.getMessage()), e);
    } finally {
      training.values().forEach(AotTraining::close);
    }
  }

  /** The JVM's flags for a service. */
  List<String> flags(Service service) {
    return flags.getOrDefault(service, List.of());
  }
}
