package io.tidegauge.engines.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is there after a clean stop and another start on the same directory. */
class RestartIT {
  @TempDir Path directory;

  @Test
  void kafkaKeepsItsTopicsRecordsAndClusterId() throws Exception {
    EnginesSpec spec = EnginesSpec.persistent(directory, Engine.KAFKA);
    String clusterId;
    try (Engines engines = EmbeddedEngines.start(spec)) {
      Contents.writeKafka(engines, "kept", "value");
      clusterId = Contents.kafkaClusterId(engines);
    }
    try (Engines engines = EmbeddedEngines.start(spec)) {
      assertThat(Contents.readKafka(engines, "kept")).isEqualTo("value");
      assertThat(Contents.kafkaClusterId(engines)).isEqualTo(clusterId);
    }
  }

  @Test
  void clickHouseKeepsItsRows() throws Exception {
    EnginesSpec spec = EnginesSpec.persistent(directory, Engine.CLICKHOUSE);
    try (Engines engines = EmbeddedEngines.start(spec)) {
      Contents.writeClickHouse(engines, 42);
    }
    try (Engines engines = EmbeddedEngines.start(spec)) {
      assertThat(Contents.readClickHouse(engines)).isEqualTo("42");
    }
  }

  @Test
  void redisKeepsItsKeys() throws Exception {
    EnginesSpec spec = EnginesSpec.persistent(directory, Engine.REDIS);
    try (Engines engines = EmbeddedEngines.start(spec)) {
      assertThat(Contents.redis(engines, "SET kept value")).isEqualTo("+OK");
    }
    try (Engines engines = EmbeddedEngines.start(spec)) {
      assertThat(Contents.redis(engines, "GET kept")).isEqualTo("value");
      assertThat(Contents.redis(engines, "CONFIG GET maxmemory-policy"))
          .isEqualTo("maxmemory-policy volatile-ttl");
    }
  }

  @Test
  void postgresKeepsItsRows() throws Exception {
    EnginesSpec spec = EnginesSpec.persistent(directory, Engine.POSTGRES);
    try (Engines engines = EmbeddedEngines.start(spec)) {
      Contents.postgres(engines, "CREATE TABLE kept AS SELECT 'value' AS v");
    }
    try (Engines engines = EmbeddedEngines.start(spec)) {
      assertThat(Contents.postgres(engines, "SELECT v FROM kept")).isEqualTo("value");
      assertThat(
              Contents.postgres(
                  engines,
                  "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = 'tidegauge_app'"))
          .isEqualTo("f");
    }
  }
}
