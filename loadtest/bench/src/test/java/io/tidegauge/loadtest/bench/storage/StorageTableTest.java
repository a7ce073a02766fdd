package io.tidegauge.loadtest.bench.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.bench.system.Footprint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageTableTest {

  @Test
  void bytesOfASampleAndHowManyTimes() {
    Stored ours =
        new Stored(
            "files",
            "Tidegauge",
            "1",
            1_000,
            10,
            new Footprint(1_500, Map.of(), 300, Map.of("rollups", 9_000L, "Kafka log", 22_000L)),
            new Footprint(
                900, Map.of("value", 700L), 100, Map.of("rollups", 8_000L, "Kafka log", 22_000L)),
            "");
    Stored peer =
        new Stored(
            "files",
            "Other",
            "2",
            1_000,
            10,
            new Footprint(1_000, Map.of(), 800, Map.of()),
            new Footprint(600, Map.of(), 400, Map.of()),
            "");

    assertThat(StorageTable.of(List.of(ours, peer)))
        .isEqualTo(
            """
                                           Tidegauge  Other  ours/its
            bytes a sample, merged             1.000  1.000      1.00
              data                             0.900  0.600      1.50
                of it value                    0.700
              index                            0.100  0.400      0.25
            bytes a sample, as it settled      1.800  1.800      1.00
            beside: Kafka log                 22.000
            beside: rollups                    8.000
            """);
  }
}
