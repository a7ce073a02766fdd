package io.tidegauge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.engines.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void theDefaultsAreTheUsualPortsAndADirectoryInTheCheckout() {
    Options options = Options.parse(List.of(), Map.of());

    assertThat(options.data()).contains(Path.of(".tidegauge/data").toAbsolutePath());
    assertThat(options.separate()).isFalse();
    assertThat(options.agent()).isTrue();
    assertThat(options.enginePorts()).containsEntry(Engine.KAFKA, 9092);
    assertThat(options.servicePorts()).containsEntry(ServicePort.QUERY, 8080);
  }

  @Test
  void flagsWinOverTheEnvironmentAndThatOverTheDefaults() {
    Options options =
        Options.parse(
            List.of("--kafka-port", "1", "--redis-port=2", "--data", "/there"),
            Map.of(
                "TIDEGAUGE_KAFKA_PORT", "3",
                "TIDEGAUGE_INGEST_HTTP_PORT", "4",
                "TIDEGAUGE_DATA", "/elsewhere"));

    assertThat(options.enginePorts()).containsEntry(Engine.KAFKA, 1).containsEntry(Engine.REDIS, 2);
    assertThat(options.servicePorts()).containsEntry(ServicePort.INGEST_HTTP, 4);
    assertThat(options.data()).contains(Path.of("/there"));
  }

  @Test
  void settingsAreHandedOnByKey() {
    Options options = Options.parse(List.of("--set", "tidegauge.raw-retention=30d"), Map.of());

    assertThat(options.settings()).containsExactly(Map.entry("tidegauge.raw-retention", "30d"));
  }

  @ParameterizedTest
  @CsvSource({
    "--kafkaport 1, Unknown argument '--kafkaport'",
    "--data, --data needs a value",
    "--data --separate, --data needs a value",
    "--set retention, --set needs KEY=VALUE",
    "--query-port 70000, --query-port is '70000'",
    "--query-port http, --query-port is 'http'",
    "--data x --ephemeral, give one of them",
  })
  void aWrongCommandLineSaysWhatToWrite(String line, String message) {
    assertThatThrownBy(() -> Options.parse(List.of(line.split(" ")), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aWrongPortInTheEnvironmentNamesTheVariable() {
    assertThatThrownBy(() -> Options.parse(List.of(), Map.of("TIDEGAUGE_REDIS_PORT", "six")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("TIDEGAUGE_REDIS_PORT is 'six'");
  }
}
