package io.tidegauge.engines.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ports and directories that somebody else has. */
class TakenIT {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void aTakenPortIsNamedWithItsEngineAndWhatChangesIt(Engine engine) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      EnginesSpec spec = EnginesSpec.persistent(directory, engine).withPort(engine, port);

      assertThatThrownBy(() -> EmbeddedEngines.start(spec))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(Integer.toString(port))
          .hasMessageContaining(engine.title())
          .hasMessageContaining(engine.portFlag())
          .hasMessageContaining(engine.portVariable());
    }
  }

  @Test
  void aDirectoryInUseIsRefused() {
    EnginesSpec spec = EnginesSpec.persistent(directory, Engine.REDIS);
    try (Engines running = EmbeddedEngines.start(spec)) {
      assertThatThrownBy(() -> EmbeddedEngines.start(spec))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use");
      running.redisUri();
    }
  }
}
