package io.tidegauge.engines.testing;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.GrowingEngines;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One set of engines for all tests of a JVM, started when first asked for and stopped when the JVM
 * ends. Tests keep out of each other's way through {@link Isolated}.
 *
 * <p>System property {@code engines}: {@code embedded} (the default), or {@code containers} where a
 * Docker engine answers.
 */
public final class SharedEngines {
  private static @Nullable GrowingEngines shared;

  private SharedEngines() {}

  /** The shared engines, with at least these running. */
  public static Engines get(Engine first, Engine... more) {
    return get(EnumSet.of(first, more));
  }

  /** The shared engines, with at least these running. */
  public static synchronized Engines get(Set<Engine> engines) {
    GrowingEngines running = shared;
    if (running == null) {
      GrowingEngines started = provider(System.getProperty("engines", "embedded")).start(engines);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-engines"));
      shared = started;
      return started;
    }
    running.alsoStart(engines);
    return running;
  }

  /** The way to run engines that has this name. */
  static GrowingEngines.Provider provider(String name) {
    List<GrowingEngines.Provider> all =
        ServiceLoader.load(GrowingEngines.Provider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return all.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new EngineException(
                    "-Dengines=%s is not known; choose one of %s"
                        .formatted(
                            name, all.stream().map(GrowingEngines.Provider::name).toList())));
  }
}
