package io.tidegauge.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnginesSpecTest {
  @Test
  void aPortOutOfRangeIsRefusedWithWhatChangesIt() {
    EnginesSpec spec = EnginesSpec.ephemeral(Engine.KAFKA);

    assertThatThrownBy(() -> spec.withPort(Engine.KAFKA, 65536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536")
        .hasMessageContaining("--kafka-port")
        .hasMessageContaining("TIDEGAUGE_KAFKA_PORT");
  }

  @Test
  void noEngineAtAllIsRefused() {
    assertThatThrownBy(() -> EnginesSpec.ephemeral(EnumSet.noneOf(Engine.class)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCacheFollowsTheEnvironment() {
    assertThat(
            EnginesSpec.defaultCache(Map.of("TIDEGAUGE_CACHE", "/own", "XDG_CACHE_HOME", "/xdg")))
        .isEqualTo(Path.of("/own"));
    assertThat(EnginesSpec.defaultCache(Map.of("TIDEGAUGE_CACHE", "", "XDG_CACHE_HOME", "/xdg")))
        .isEqualTo(Path.of("/xdg/tidegauge"));
    assertThat(EnginesSpec.defaultCache(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "tidegauge"));
  }
}
