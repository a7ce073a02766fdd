package io.tidegauge.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short audit: two minutes of load that cover a day, five processes killed. The long one is for
 * a person: {@code ./tidegauge chaos --help}.
 */
class ChaosIT {

  private static final long PATIENCE_MINUTES = 9;

  @TempDir Path directory;

  @Test
  void nothingIsLostNorCountedTwiceWhateverIsKilled() throws IOException, InterruptedException {
    Path log = Path.of("target", "chaos.log").toAbsolutePath();
    Process run = start(log);
    try {
      boolean ended = run.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      assertThat(ended).as("still running: see %s", log).isTrue();
    } finally {
      run.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(log);
    assertThat(lines)
        .as("see %s", log)
        .anyMatch(
            line ->
                line.matches(
                    "acked [1-9]\\d*, lost 0, double-counted 0, wrong windows 0 of [1-9]\\d*"));
    assertThat(lines).filteredOn(line -> line.contains(": fresh after")).hasSize(5);
    assertThat(run.exitValue()).as("see %s", log).isZero();
    assertThat(processesIn(directory)).isEmpty();
  }

  private Process start(Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            ChaosCommand.class.getName(),
            "--minutes=2",
            "--kills=5",
            "--seed=7",
            "--rate=300",
            "--series=60",
            "--wait=PT2M",
            "--dir=" + directory.resolve("run"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static List<Long> processesIn(Path directory) throws IOException {
    Path real = directory.toRealPath();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(ProcessHandle::pid)
          .filter(pid -> workingDirectory(pid).startsWith(real))
          .toList();
    }
  }

  private static Path workingDirectory(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
    } catch (IOException gone) {
      return Path.of("/");
    }
  }
}
