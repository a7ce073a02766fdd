package io.tidegauge.loadtest.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.bench.measure.Machine;
import io.tidegauge.loadtest.bench.round.Outcome;
import io.tidegauge.loadtest.bench.round.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

  private static final Outcome OURS =
      new Outcome(
          "Tidegauge",
          "1",
          List.of(
              round(1_000_000, 2, Map.of("gateway", 3.0, "broker", 1.0)),
              round(3_000_000, 2, Map.of("gateway", 3.0, "broker", 1.0)),
              round(2_000_000, 2, Map.of("gateway", 3.0, "broker", 1.0))),
          7_000_000,
          Map.of("gateway", 300L << 20),
          Map.of("log", 14_000_000L),
          "all there");
  private static final Outcome PEER =
      new Outcome(
          "Other",
          "2",
          List.of(round(4_000_000, 2, Map.of("other", 4.0))),
          4_000_000,
          Map.of("other", 100L << 20),
          Map.of("data", 4_000_000L),
          "");

  private static Round round(long samples, double seconds, Map<String, Double> cpu) {
    return new Round(samples, 10, 0, 100, seconds, 4, 1, cpu, 1, 2, 8, 16);
  }

  @Test
  void mediansWithLowestAndHighestAndHowManyTimes() {
    assertThat(Table.ingest(List.of(OURS, PEER)))
        .isEqualTo(
            """
                                                         Tidegauge                            Other  ours/its
            samples/s, accepted      1,000,000 (500,000–1,500,000)  2,000,000 (2,000,000–2,000,000)      0.50
            samples a CPU-second         500,000 (250,000–750,000)  1,000,000 (1,000,000–1,000,000)      0.50
              of its gateway           666,667 (333,333–1,000,000)
            answer p50, ms                           2.0 (2.0–2.0)                    2.0 (2.0–2.0)      1.00
            answer p99, ms                           8.0 (8.0–8.0)                    8.0 (8.0–8.0)      1.00
            answer p99.9, ms                      16.0 (16.0–16.0)                 16.0 (16.0–16.0)      1.00
            peak memory, MiB                                   300                              100      3.00
              of its gateway                                   300
            bytes a sample, on disk                           2.00                             1.00      2.00
              of its log                                      2.00
            """);
  }

  @Test
  void aPipelineIsDoneLater() {
    assertThat(Table.pipeline(List.of(OURS)))
        .contains("samples/s, until stored      500,000 (250,000–750,000)");
  }

  @Test
  void theFileHasEveryRound(@TempDir Path folder) throws IOException {
    ResultFile result =
        new ResultFile(
            "ingest",
            "2026-03-01T10:11:12Z",
            List.of("--seed", "3"),
            new Machine("x", 2, 8, "Linux 6", "25"),
            0.25,
            List.of(OURS, PEER));

    Path file = result.write(folder.resolve("new"));

    assertThat(file.getFileName()).hasToString("bench-ingest-20260301T101112.json");
    JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
    assertThat(json.at("/arguments/1").asString()).isEqualTo("3");
    assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
    assertThat(json.at("/outcomes/0/rounds").size()).isEqualTo(3);
    assertThat(json.at("/outcomes/0/rounds/1/samples").asLong()).isEqualTo(3_000_000);
    assertThat(json.at("/outcomes/0/rounds/1/cpuSeconds/broker").asDouble()).isEqualTo(1.0);
    assertThat(json.at("/outcomes/1/bytesOnDisk/data").asLong()).isEqualTo(4_000_000);
  }
}
