package io.tidegauge.loadtest.chaos.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code tidegauge cuts}: 20 clients, 40 cuts, a query node killed once. */
class CutsIT {

  private static final long PATIENCE_MINUTES = 5;

  @TempDir Path directory;

  @Test
  void noClientMissesAnythingNorStepsBackWhateverIsCut() throws IOException, InterruptedException {
    Path log = Path.of("target", "cuts.log").toAbsolutePath();
    Process run = start(log);
    try {
      assertThat(run.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).as("see %s", log).isTrue();
    } finally {
      run.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(log);
    assertThat(lines.getLast())
        .as("see %s", log)
        .matches(
            "cuts 40, resumes [1-9]\\d*, resets \\d+, gaps 0, duplicates 0, backwards 0 of"
                + " [1-9]\\d* frames");
    assertThat(run.exitValue()).as("see %s", log).isZero();
  }

  private Process start(Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            CutsCommand.class.getName(),
            "--clients=20",
            "--cuts=40",
            "--rate=6",
            "--kills=1",
            "--seed=7",
            "--dir=" + directory.resolve("run"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
