package io.tidegauge.engines.testing;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One set of engines for all tests of a JVM, started when first asked for and stopped when the JVM
 * ends. Tests keep out of each other's way through {@link Isolated}.
 *
 * <p>System property {@code engines}: {@code embedded} (the default).
 */
public final class SharedEngines {
  private static @Nullable EmbeddedEngines shared;

  private SharedEngines() {}

  /** The shared engines, with at least these running. */
  public static Engines get(Engine first, Engine... more) {
    return get(EnumSet.of(first, more));
  }

  /** The shared engines, with at least these running. */
  public static synchronized Engines get(Set<Engine> engines) {
    EmbeddedEngines running = shared;
    if (running == null) {
      EmbeddedEngines started = EmbeddedEngines.start(EnginesSpec.ephemeral(engines));
      Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-engines"));
      shared = started;
      return started;
    }
    running.alsoStart(engines);
    return running;
  }
}
