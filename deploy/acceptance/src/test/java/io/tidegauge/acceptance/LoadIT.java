package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load tests run as their help says, a threshold that is not held fails, a report is left. */
class LoadIT {

  @TempDir Path results;

  @Test
  void viewersGetTheirUpdates() throws IOException {
    String said =
        run(
            "subscribers --viewers=5 --minutes=0.05 --update-seconds=1 --feeds=2 --limit=10000"
                + " --delivery-limit=10000",
            0);

    assertThat(said).contains("held: delivery: 99th percentile");
  }

  @Test
  void aThresholdThatIsNotHeldFailsTheRun() throws IOException {
    String said = run("steps --rates=20,40 --seconds=2 --agents=5 --series=3 --limit=1", 1);

    assertThat(said)
        .contains("20 requests/s: 40 came", "40 requests/s: 80 came")
        .contains("load steps: not held: 20 requests/s: 95th percentile of response time");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steady --agents=4 --series=3 --minutes=0.05",
        "high --agents=4 --series=3 --minutes=0.1",
        "spike --agents=4 --series=3 --minutes=0.1",
        "soak --agents=4 --series=3 --minutes=0.05",
        "steps --rates=20,40 --seconds=2 --agents=5 --series=3",
        "breakpoint --from=10 --to=50 --minutes=0.3 --agents=5 --series=3 --at-least=10"
      })
  @EnabledIfSystemProperty(
      named = "trials",
      matches = "true",
      disabledReason = "loads for two minutes: -Dtrials=true")
  void everyProfileRuns(String profile) throws IOException {
    run(profile + " --limit=10000", 0);
  }

  /** Its figures are those of a machine that does nothing else; here all must be answered. */
  @Test
  @EnabledIfSystemProperty(
      named = "trials",
      matches = "true",
      disabledReason = "loads for a minute: -Dtrials=true")
  void aDayHasItsPastAndEveryRequestIsAnswered() throws IOException {
    String said =
        run(
            "day --minutes=0.5 --agents=2 --series=20 --viewers=3 --analysts=2 --update-seconds=1"
                + " --history-hours=1 --history-series=5",
            0,
            1);

    assertThat(said)
        .contains("held: Global: count of failed events is 0.0")
        .containsPattern("of [1-9]\\d* questions that were asked before, [1-9]");
  }

  private String run(String profile, Integer... expected) throws IOException {
    Product product = Product.shared();
    List<String> command = new ArrayList<>();
    command.add(Product.root().resolve("tidegauge").toString());
    command.add("load");
    command.addAll(List.of(profile.split(" ")));
    command.add("--ingest-url=" + product.ingest());
    command.add("--query-url=" + product.query());
    command.add("--results=" + results);
    String name = profile.substring(0, profile.indexOf(' '));
    try (Program load =
        Program.start(Product.root(), Product.output("load-" + name + ".log"), command)) {
      int exit = load.await(240);

      assertThat(exit).as(load.output()).isIn((Object[]) expected);
      try (Stream<Path> runs = Files.list(results.resolve(name))) {
        assertThat(runs)
            .singleElement()
            .satisfies(
                report -> {
                  assertThat(report.resolve("index.html")).isNotEmptyFile();
                  assertThat(load.output()).contains("Report: " + report.resolve("index.html"));
                });
      }
      return load.output();
    }
  }
}
