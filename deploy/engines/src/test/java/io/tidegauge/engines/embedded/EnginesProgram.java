package io.tidegauge.engines.embedded;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;

/** A process that starts all engines, writes into them, says so and then waits to be killed. */
final class EnginesProgram {
  static final String WRITTEN = "written";

  private EnginesProgram() {}

  public static void main(String[] arguments) throws Exception {
    EnginesSpec spec =
        EnginesSpec.ephemeral(EnumSet.allOf(Engine.class)).withDataDirectory(Path.of(arguments[0]));
    try (Engines engines = EmbeddedEngines.start(spec)) {
      Contents.writeKafka(engines, "kept", "value");
      Contents.writeClickHouse(engines, 42);
      Contents.postgres(engines, "CREATE TABLE kept AS SELECT 'value' AS v");
      System.out.println(WRITTEN);
      new CountDownLatch(1).await();
    }
  }
}
