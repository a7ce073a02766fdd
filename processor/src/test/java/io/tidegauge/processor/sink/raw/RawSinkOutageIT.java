package io.tidegauge.processor.sink.raw;

import static io.tidegauge.processor.sink.raw.RawSinkIT.blocks;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.processor.sink.block.BlockSink;
import io.tidegauge.processor.sink.testing.Await;
import io.tidegauge.processor.sink.testing.SinkFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawSinkOutageIT {

  @Test
  void waitsForClickHouseAndStoresEverythingOnce(@TempDir Path directory) throws Exception {
    EnginesSpec spec = EnginesSpec.persistent(directory, Engine.CLICKHOUSE);
    Engines clickhouse = EmbeddedEngines.start(spec);
    EnginesSpec again = spec.withPort(Engine.CLICKHOUSE, clickhouse.clickhouse().url().getPort());
    try (SinkFixture fixture = new SinkFixture(2, clickhouse.clickhouse())) {
      // given a sink that has stored something
      RawLoad load = new RawLoad(fixture, 2);
      load.publish(100);
      BlockSink sink = fixture.start("raw", blocks(fixture), 1000);
      Await.until("all is committed", () -> fixture.isCaughtUp(2));

      // when ClickHouse goes, and samples come
      clickhouse.close();
      load.publish(500);
      Await.until("it has failed twice", () -> retries(fixture) >= 2);
      assertThat(sink.metrics().failure()).isNotNull();
      assertThat(sink.isRunning()).isTrue();
      load.publish(500);

      // then all of them are stored when it is back
      clickhouse = EmbeddedEngines.start(again);
      Await.until("all is committed", () -> fixture.isCaughtUp(2));
      load.assertStoredExactlyOnce();
      assertThat(sink.metrics().failure()).isNull();
    } finally {
      clickhouse.close();
    }
  }

  private static double retries(SinkFixture fixture) {
    return fixture
        .registry
        .counter("tidegauge.sink.retries", "sink", "raw", "consumer", "0")
        .count();
  }
}
