package io.tidegauge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** A service that nobody told otherwise is not to be reached from other machines. */
class LoopbackTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ingest/src/main/resources/ingest.yml",
        "processor/src/main/resources/processor.yml",
        "query-api/src/main/resources/query.yml"
      })
  void listensOnLoopbackByDefault(String settings) {
    Map<String, Map<String, Object>> yaml = new Yaml().load(Repository.text(settings));
    assertThat(yaml.get("server"))
        .hasEntrySatisfying(
            "address", address -> assertThat(address.toString()).endsWith(":127.0.0.1}"));
  }
}
