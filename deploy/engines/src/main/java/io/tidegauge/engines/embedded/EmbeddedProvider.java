package io.tidegauge.engines.embedded;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.GrowingEngines;
import java.util.Set;

/** Engines without Docker. */
public final class EmbeddedProvider implements GrowingEngines.Provider {
  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public GrowingEngines start(Set<Engine> engines) {
    return EmbeddedEngines.start(EnginesSpec.ephemeral(engines));
  }
}
