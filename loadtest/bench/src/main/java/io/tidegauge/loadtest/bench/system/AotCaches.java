package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.process.Directories;
import io.tidegauge.loadtest.jvm.AotTraining;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The services' ahead-of-time caches, with which the image starts them. Immutable. */
public final class AotCaches {

  private final Map<TidegaugeService, List<String>> flags;

  private AotCaches(Map<TidegaugeService, List<String>> flags) {
    this.flags = flags;
  }

  /** Services start without one. */
  public static AotCaches none() {
    return new AotCaches(Map.of());
  }

  /** Whether they can be made here: not where this program runs from folders of classes. */
  public static boolean arePossible() {
    return AotTraining.isPossible(System.getProperty("java.class.path"));
  }

  /**
   * Makes them, one after the other.
   *
   * @param directory for the files
   * @throws io.tidegauge.loadtest.http.CallException where one is not made
   */
  public static AotCaches train(Path directory) throws InterruptedException {
    Path folder = Directories.createPrivate(directory.resolve("aot"));
    Map<TidegaugeService, List<String>> flags = new EnumMap<>(TidegaugeService.class);
    for (TidegaugeService service : TidegaugeService.values()) {
      String name = service.title().replace(' ', '-');
      try (AotTraining training = JavaProcess.train(name, service.mainClass(), folder)) {
        flags.put(service, training.await());
      }
    }
    return new AotCaches(flags);
  }

  /** The JVM's flags for a service. */
  List<String> flags(TidegaugeService service) {
    return flags.getOrDefault(service, List.of());
  }
}
