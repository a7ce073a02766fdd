package io.tidegauge.loadtest.bench.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LiveTableTest {

  private static Turn turn(long deliveries, double cpuSeconds) {
    Histogram micros = new Histogram(3);
    micros.recordValueWithCount(2_000, deliveries);
    return Turn.of(
        10,
        2 * deliveries,
        deliveries,
        300 * deliveries,
        4,
        Map.of("process", cpuSeconds),
        Map.of("broker", 0.5),
        1,
        100_000,
        micros);
  }

  private static LiveOutcome outcome(String name, Turn... turns) {
    return new LiveOutcome(name, "1", 1, 100, List.of(turns), 14 << 10);
  }

  @Test
  void costsAreForAMillionDeliveries() {
    String table =
        LiveTable.of(
            List.of(
                outcome("Tidegauge", turn(500_000, 4), turn(500_000, 5), turn(500_000, 9)),
                outcome("Nchan", turn(1_000_000, 20))));

    assertThat(table)
        .containsPattern(
            "CPU-seconds a million events +10\\.00 \\(8\\.00–18\\.00\\) +20\\.00.* 0\\.50")
        .containsPattern("delivered, % of what was to be +50\\.00")
        .containsPattern("events delivered a second +125,000")
        .containsPattern("delivery p99, ms +2\\.0")
        .containsPattern("memory a connection, KiB +14\\.0 +14\\.0 +1\\.00")
        .containsPattern("bytes an event +300")
        .containsPattern("million of our other processes +1\\.00")
        .containsPattern("samples a second besides +100,000");
  }
}
