package io.tidegauge.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingKeysTest {
  private final SettingKeys services = SettingKeys.ofServices();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tidegauge.raw-retention",
        "tidegauge.rawRetention",
        "tidegauge.clock.speed",
        "tidegauge.ingest.publish.linger",
        "tidegauge.processor.commit-interval",
        "logging.level.io.tidegauge",
        "server.ssl.bundle",
      })
  void whatTheServicesReadIsTaken(String key) {
    assertThatCode(() -> services.check(Set.of(key))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "tidegauge.raw-retentoin, tidegauge.raw-retention",
    "tidegage.grace, tidegauge.grace",
    "tidegauge.publish.linger, tidegauge.ingest.publish.linger",
  })
  void anotherKeyIsRefusedWithTheOneThatIsMostLikeIt(String key, String meant) {
    assertThatThrownBy(() -> services.check(Set.of(key)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--set " + key + ": there is no such setting. Did you mean " + meant);
  }
}
