package io.tidegauge.loadtest.bench.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowingTableTest {

  private static final long MIB = 1 << 20;

  private static WindowingRound round(
      long samples, double perSecond, double processor, long heap, Map<String, Long> memory) {
    return new WindowingRound(
        1000,
        samples,
        perSecond,
        true,
        1,
        Map.of("processor", processor, "broker", processor),
        Map.of("processor", 300 * MIB, "broker", 100 * MIB),
        heap,
        memory);
  }

  @Test
  void mediansOfRoundsAndHowManyTimes() {
    WindowingOutcome ours =
        new WindowingOutcome(
            "Tidegauge",
            "1",
            1024,
            50 * MIB,
            List.of(
                round(8_000_000, 3_000_000, 2, 51 * MIB, Map.of("closedChildren", 102_400L)),
                round(8_000_000, 4_000_000, 1, 51 * MIB, Map.of("closedChildren", 102_400L)),
                round(8_000_000, 5_000_000, 4, 51 * MIB, Map.of("closedChildren", 102_400L))),
            "all");
    WindowingOutcome peer =
        new WindowingOutcome(
            "Other",
            "2",
            1024,
            40 * MIB,
            List.of(round(100_000, 50_000, 2, 42 * MIB, Map.of())),
            "");

    assertThat(WindowingTable.of(List.of(ours, peer)))
        .isEqualTo(
            """
                                                              Tidegauge                   Other  ours/its
            samples/s                   4,000,000 (3,000,000–5,000,000)  50,000 (50,000–50,000)     80.00
            samples a CPU-second        4,000,000 (2,000,000–8,000,000)  50,000 (50,000–50,000)     80.00
              with the broker's         2,000,000 (1,000,000–4,000,000)  25,000 (25,000–25,000)     80.00
            peak memory, MiB                              300 (300–300)           300 (300–300)      1.00
            heap after collection, MiB                       51 (51–51)              42 (42–42)      1.21
              bytes a series                        1,024 (1,024–1,024)     2,048 (2,048–2,048)      0.50
              of it closed children                       100 (100–100)
            """);
  }
}
