package io.tidegauge.engines.embedded;

import io.tidegauge.engines.process.ChildProcess;
import java.util.Optional;

/** One running engine. Closing stops it in its own way and keeps its data. */
interface EngineServer extends AutoCloseable {
  /** The engine's process, unless it runs in this JVM. */
  default Optional<ChildProcess> process() {
    return Optional.empty();
  }

  @Override
  void close();
}
