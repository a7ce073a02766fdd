package io.tidegauge.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Short rounds against our own processes alone. */
@EnabledIfSystemProperty(
    named = "trials",
    matches = "true",
    disabledReason = "measures for a minute: -Dtrials=true")
class BenchIT {

  private static final int SERIES = 1000;

  @TempDir Path directory;

  private final StringWriter said = new StringWriter();

  private int run(String command, String... further) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--peer=none",
                "--series=" + SERIES,
                "--samples-per-body=50..200",
                "--rounds=1",
                "--seconds=2",
                "--warm-up=1",
                "--settle=3"));
    arguments.addAll(List.of(further));
    return command(arguments.toArray(String[]::new));
  }

  private int command(String... further) {
    List<String> arguments = new ArrayList<>(List.of(further));
    arguments.add("--dir=" + directory.resolve("run"));
    arguments.add("--results=" + directory.resolve("results"));
    return BenchCommand.commandLine()
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void whatTheGatewayAcceptsIsMeasuredAndInTheLog() throws IOException {
    assertThat(run("ingest")).as(said.toString()).isZero();

    assertThat(said.toString())
        .contains("Tidegauge          accepted ")
        .contains("records hold")
        .containsPattern("samples a CPU-second +[1-9]")
        .containsPattern("of its broker +[1-9]");
    JsonNode ours = result().at("/outcomes/0");
    assertThat(ours.at("/samples").asLong()).isPositive();
    assertThat(ours.at("/samples").asLong() % SERIES).isZero();
    assertThat(ours.at("/rounds/0/cpuSeconds/gateway").asDouble()).isPositive();
    assertThat(ours.at("/peakBytes/broker").asLong()).isPositive();
    assertThat(ours.at("/bytesOnDisk/log").asLong()).isPositive();
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void arrivedMeansRawSamplesAndDueRollupsInClickHouse() throws IOException {
    assertThat(run("pipeline", "--interval=PT1M", "--set=tidegauge.processor.commit-interval=1s"))
        .as(said.toString())
        .isZero();

    assertThat(said.toString())
        .containsPattern("as final rollups all that are due: [1-9][0-9,]* of rollups_5m");
    JsonNode ours = result().at("/outcomes/0");
    assertThat(ours.at("/bytesOnDisk/samples").asLong()).isPositive();
    assertThat(ours.at("/rounds/0/cpuSeconds/clickhouse").asDouble()).isPositive();
  }

  @Test
  void everySystemWindowsTheSameSamples() throws IOException {
    assertThat(
            command(
                "processor",
                "--series=" + SERIES,
                "--partitions=2",
                "--interval=PT1M",
                "--samples=40000",
                "--peer-samples=20000",
                "--rounds=1",
                "--seconds=60",
                "--warm-up=0",
                "--settle=3"))
        .as(said.toString())
        .isZero();

    assertThat(said.toString())
        .contains("every one of 40,000 samples counted once, none late, 8,000 windows closed")
        .containsPattern("Kafka Streams DSL +its [0-9,]+ records .* count 20,000 samples")
        .containsPattern("Apache Flink +its [0-9,]+ records have 2,000 windows of 5m");
    JsonNode ours = result().at("/outcomes/0");
    assertThat(ours.at("/rounds/0/samples").asLong()).isEqualTo(40_000);
    assertThat(ours.at("/rounds/0/memory/series").asLong()).isEqualTo(SERIES);
    assertThat(ours.at("/rounds/0/memory/closedChildren").asLong()).isPositive();
    assertThat(ours.at("/rounds/0/cpuSeconds/broker").asDouble()).isPositive();
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void aPacedLoadIsCountedWhole() throws IOException {
    assertThat(
            command(
                "processor",
                "--series=" + SERIES,
                "--rate=5000",
                "--rounds=1",
                "--seconds=3",
                "--warm-up=1"))
        .as(said.toString())
        .isZero();

    JsonNode round = result().at("/outcomes/0/rounds/0");
    assertThat(round.at("/samples").asLong()).isBetween(10_000L, 40_000L);
    assertThat(round.at("/cpuSeconds/processor").asDouble()).isPositive();
  }

  @Test
  void whatSamplesTakeOnDiskIsToldFromWhatIsBesideThem() throws IOException {
    Path files = Files.createDirectory(directory.resolve("files"));
    List<String> lines = new ArrayList<>(List.of("timestamp,value"));
    for (int i = 0; i < 500; i++) {
      lines.add("%d,%d.5".formatted(1_767_225_600L + 300 * i, i % 7));
    }
    Files.write(files.resolve("load.csv"), lines);

    assertThat(
            command(
                "storage",
                "--peer=none",
                "--files=" + files,
                "--series=" + SERIES,
                "--samples=60000",
                "--samples-per-body=50..200",
                "--set=tidegauge.processor.commit-interval=1s"))
        .as(said.toString())
        .isZero();

    assertThat(said.toString())
        .contains("took 500 samples of 1 series")
        .contains("took 60,000 samples of 1,000 series");
    for (int set = 0; set < 2; set++) {
      JsonNode stored = result().at("/outcomes/" + set);
      assertThat(stored.at("/merged/data").asLong()).isPositive();
      assertThat(stored.at("/merged/index").asLong()).isPositive();
      assertThat(stored.at("/merged/beside/Kafka log").asLong()).isPositive();
      assertThat(stored.at("/merged/beside/rollups").asLong()).isPositive();
    }
  }

  @Test
  void everySystemGivesTheSameAnswers() throws IOException {
    assertThat(
            command(
                "query",
                "--series=40",
                "--cardinality=2,20,8,4,64",
                "--hours=2",
                "--interval=PT1M",
                "--rounds=1",
                "--seconds=1",
                "--warm-up=1",
                "--settle=2",
                "--set=tidegauge.processor.commit-interval=1s"))
        .as(said.toString())
        .isZero();

    assertThat(said.toString())
        .contains("every system answers 20 series with 40 points")
        .containsPattern("series merged by region: every system answers [1-8] series");
    for (int kind = 0; kind < 4; kind++) {
      JsonNode ours =
          result()
              .at("/outcomes")
              .valueStream()
              .filter(outcome -> outcome.path("system").asString().equals("Tidegauge"))
              .toList()
              .get(kind);
      assertThat(ours.at("/rounds/0/answers").asLong()).isPositive();
      boolean fresh = ours.at("/fresh").asBoolean();
      assertThat(ours.at("/rounds/0/kept").asLong() > 0).isNotEqualTo(fresh);
    }
  }

  @Test
  void servicesStartAgainAndAKilledProcessorComesBack() throws IOException {
    assertThat(
            command(
                "recovery",
                "--series=" + SERIES,
                "--interval=PT5S",
                "--standbys=0",
                "--rounds=1",
                "--settle=3",
                "--set=tidegauge.processor.commit-interval=1s"))
        .as(said.toString())
        .isZero();

    JsonNode ours = result().at("/outcomes/0");
    for (String service : List.of("gateway", "processor", "query node")) {
      assertThat(ours.path("starts").path(service).path(0).path("seconds").asDouble())
          .as(service)
          .isPositive();
    }
    JsonNode kill = ours.path("kills").path("0").path(0);
    assertThat(kill.path("liveSeconds").asDouble()).isPositive();
    assertThat(kill.path("readySeconds").asDouble()).isPositive();
  }

  @Test
  void subscribersGetTheEventsOfTheirFeeds() throws IOException {
    assertThat(
            command(
                "live",
                "--peer=none",
                "--subscribers=100",
                "--feeds=1,10",
                "--deliveries=300",
                "--rounds=1",
                "--seconds=4",
                "--warm-up=2"))
        .as(said.toString())
        .isZero();

    for (int part = 0; part < 2; part++) {
      JsonNode turn = result().at("/outcomes/" + part + "/rounds/0");
      // Where the machine stands still for long, one event comes for two.
      assertThat(turn.at("/delivered").asLong()).isBetween(300L, turn.at("/expected").asLong());
      assertThat(turn.at("/cpuSeconds/query").asDouble()).isPositive();
    }
  }

  private JsonNode result() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("results"))) {
      Path file =
          files
              .reduce(
                  (one, two) -> {
                    throw new AssertionError("more than one");
                  })
              .orElseThrow();
      return JsonMapper.builder().build().readTree(Files.readString(file));
    }
  }
}
