package io.tidegauge.engines.containers;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.GrowingEngines;
import java.util.Set;

/**
 * Engines in containers. Testcontainers is on the classpath only with {@code -Dengines=containers}.
 */
public final class ContainersProvider implements GrowingEngines.Provider {
  @Override
  public String name() {
    return "containers";
  }

  @Override
  public GrowingEngines start(Set<Engine> engines) {
    try {
      return ContainerEngines.start(engines);
    } catch (NoClassDefFoundError e) {
      throw new EngineException(
          "Testcontainers is not on the classpath: give -Dengines=containers to Maven, which adds it",
          e);
    }
  }
}
