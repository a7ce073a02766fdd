package io.tidegauge.processor.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.testing.Isolated;
import io.tidegauge.engines.testing.SharedEngines;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Compression;
import io.tidegauge.processor.sink.clickhouse.SchemaStatements.Table;
import io.tidegauge.processor.sink.testing.SinkFixture;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that an earlier version made become those that this version makes, rows and all. */
class SchemaUpgradeIT {

  private static final String COLUMNS =
      "SELECT table, name, type, default_kind, default_expression, compression_codec,"
          + " is_in_partition_key, is_in_sorting_key FROM system.columns"
          + " WHERE database = currentDatabase() ORDER BY table, name";
  private static final String ENGINES =
      "SELECT name, engine_full FROM system.tables WHERE database = currentDatabase() ORDER BY name";
  private static final String ALTERED =
      "SELECT name, metadata_modification_time FROM system.tables"
          + " WHERE database = currentDatabase() ORDER BY name";
  private static final String STALE = "toUInt64(0x7ff0000000000002)";
  private static final String SAMPLES =
      "SELECT id, ts, reinterpretAsUInt64(value), epoch, partition, offset, idx FROM samples"
          + " ORDER BY id, ts";
  private static final String ROLLUP =
      "INSERT INTO rollups_5m (tenant, metric, id, start, version_epoch, version_offset, state,"
          + " count, sum) VALUES ('default', 'up', 7, 1900000200000, 1, %d, 'final', %d, %d)";

  private final ClickHouseClient earlier = client();
  private final ClickHouseClient fresh = client();

  @AfterEach
  void close() {
    earlier.close();
    fresh.close();
  }

  @Test
  void tablesOfTheFirstFormatBecomeThoseOfToday() throws Exception {
    makeTables("/golden/1/schema.sql");

    schema(earlier).apply();
    schema(fresh).apply();

    assertThat(rows(earlier, COLUMNS)).isEqualTo(rows(fresh, COLUMNS)).hasSizeGreaterThan(100);
    assertThat(engines(earlier)).isEqualTo(engines(fresh)).hasSizeGreaterThan(10);
  }

  @Test
  void aSecondStartAltersNothing() throws Exception {
    makeTables("/golden/1/schema.sql");
    schema(earlier).apply();
    List<String> altered = rows(earlier, ALTERED);

    TimeUnit.MILLISECONDS.sleep(1_100); // the times are whole seconds
    schema(earlier).apply();

    assertThat(rows(earlier, ALTERED)).isEqualTo(altered).hasSizeGreaterThan(10);
  }

  @Test
  void partsOfTheFirstFormatAreReadAndMergedIntoThoseOfToday() throws Exception {
    makeTables("/golden/1/schema.sql");
    earlier.execute(
        "INSERT INTO samples (id, ts, value, epoch, partition, offset, idx) SELECT number % 7,"
            + " fromUnixTimestamp64Milli(1900000200000 + number * 250), if(number = 99, reinterpretAsFloat64("
            + STALE
            + "), sqrt(number)), 1, 2, intDiv(number, 50), number FROM numbers(20000)");
    List<String> stored = rows(earlier, SAMPLES);

    schema(earlier).apply();

    assertThat(rows(earlier, SAMPLES)).isEqualTo(stored).hasSize(20_000);
    earlier.execute("OPTIMIZE TABLE samples FINAL");
    assertThat(rows(earlier, SAMPLES)).isEqualTo(stored);
  }

  @Test
  void rowsOfTheFirstFormatStayAndTakeTurnsWithNewOnes() throws Exception {
    makeTables("/golden/1/schema.sql");
    earlier.execute(
        "INSERT INTO samples (id, ts, value, epoch, partition, offset, idx) VALUES"
            + " (7, 1900000301000, -0.25, 1, 2, 3, 4)");
    earlier.execute(ROLLUP.formatted(10, 1, 4));

    schema(earlier).apply();
    earlier.execute(
        "INSERT INTO samples (id, ts, value, epoch, partition, offset, idx, batch) VALUES"
            + " (7, 1900000302000, 2, 1, 2, 4, 0, 9)");

    assertThat(
            rows(
                earlier,
                "SELECT toUnixTimestamp(ts), value, epoch, partition, offset, idx, batch"
                    + " FROM samples ORDER BY ts"))
        .containsExactly("1900000301\t-0.25\t1\t2\t3\t4\t0", "1900000302\t2\t1\t2\t4\t0\t9");
    String rollups = "SELECT version_offset, count, sum FROM rollups_5m FINAL";
    assertThat(rows(earlier, rollups)).containsExactly("10\t1\t4");
    earlier.execute(ROLLUP.formatted(11, 2, 6));
    earlier.execute(ROLLUP.formatted(9, 5, 5));
    assertThat(rows(earlier, rollups)).containsExactly("11\t2\t6");
  }

  private void makeTables(String resource) throws Exception {
    schema(earlier).createDatabase();
    for (Table table :
        SchemaStatements.tables(
            text(resource), SinkFixture.FOR_EVER.rollups24h(), SinkFixture.FOR_EVER)) {
      earlier.execute(table.create());
    }
  }

  private static ClickHouseClient client() {
    return new ClickHouseClient(
        SinkFixture.properties(
            Isolated.clickhouse(SharedEngines.get(Engine.CLICKHOUSE)), Compression.NONE));
  }

  private static Schema schema(ClickHouseClient client) {
    return new Schema(client, SinkFixture.FOR_EVER.rollups24h(), SinkFixture.FOR_EVER);
  }

  private static List<String> rows(ClickHouseClient client, String query) throws Exception {
    return client.execute(query + " FORMAT TSV").lines().toList();
  }

  /** With the settings in order: what is altered comes last. */
  private static List<String> engines(ClickHouseClient client) throws Exception {
    return rows(client, ENGINES).stream()
        .map(
            engine -> {
              String[] parts = engine.split(" SETTINGS ", 2);
              String[] settings = parts[1].split(", ", -1);
              Arrays.sort(settings);
              return parts[0] + " SETTINGS " + String.join(", ", settings);
            })
        .toList();
  }

  private static String text(String resource) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(SchemaUpgradeIT.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
