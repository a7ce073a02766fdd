package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Gatling scenario runs as the README says, no request of it fails, and it leaves a report. */
class LoadIT {

  @TempDir Path results;

  @Test
  void theScenarioRunsAndLeavesAReport() throws IOException {
    Product product = Product.shared();
    try (Program load =
        Program.start(
            Product.root(),
            Product.output("load.log"),
            List.of(
                Product.root().resolve("tidegauge").toString(),
                "load",
                "--rate=5",
                "--users=2",
                "--seconds=5",
                "--ingest-url=" + product.ingest(),
                "--query-url=" + product.query(),
                "--results=" + results))) {
      int exit = load.await(180);

      assertThat(exit).as(load.output()).isZero();
    }
    try (Stream<Path> runs = Files.list(results)) {
      assertThat(runs)
          .singleElement()
          .satisfies(run -> assertThat(run.resolve("index.html")).isNotEmptyFile());
    }
  }
}
