package io.tidegauge.engines;

import java.util.Set;

/** Engines of which more can be started later; what the tests of a JVM share. */
public interface GrowingEngines extends Engines {
  /** Starts those of these engines that do not run yet, and returns when they answer. */
  void alsoStart(Set<Engine> engines);

  /** A way to run engines, found by {@link java.util.ServiceLoader}. */
  interface Provider {
    /** The value of the system property {@code engines} that chooses it. */
    String name();

    /**
     * Starts engines whose data goes when they are closed.
     *
     * @throws EngineException when they do not start
     */
    GrowingEngines start(Set<Engine> engines);
  }
}
