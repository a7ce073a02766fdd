package io.tidegauge.engines.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when processes are killed with SIGKILL. */
@Timeout(120)
class KilledIT {
  @TempDir Path directory;

  @Test
  void allSurvivesWhenTheOwningProcessIsKilled() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                EnginesProgram.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8));
    assertThat(output.lines().anyMatch(EnginesProgram.WRITTEN::equals)).isTrue();
    List<ProcessHandle> children = owner.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(3);

    owner.destroyForcibly().waitFor();

    EnginesSpec spec =
        EnginesSpec.ephemeral(EnumSet.allOf(Engine.class)).withDataDirectory(directory);
    try (Engines engines = EmbeddedEngines.start(spec)) {
      assertThat(Contents.readKafka(engines, "kept")).isEqualTo("value");
      assertThat(Contents.readClickHouse(engines)).isEqualTo("42");
      assertThat(Contents.postgres(engines, "SELECT v FROM kept")).isEqualTo("value");
      assertThat(Contents.redis(engines, "PING")).isEqualTo("+PONG");
      for (ProcessHandle child : children) {
        child.onExit().get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aKilledChildIsStartedAgainWithItsData() throws Exception {
    EnginesSpec spec =
        EnginesSpec.persistent(directory, Engine.CLICKHOUSE, Engine.REDIS, Engine.POSTGRES);
    try (Engines engines = EmbeddedEngines.start(spec)) {
      Contents.writeClickHouse(engines, 42);
      Contents.postgres(engines, "CREATE TABLE kept AS SELECT 'value' AS v");
      for (Engine engine : engines.running()) {
        Path pidFile = directory.resolve(engine.folder()).resolve("engine.pid");
        kill9(Long.parseLong(Files.readString(pidFile).strip()));
      }

      assertThat(await(() -> Contents.readClickHouse(engines))).isEqualTo("42");
      assertThat(await(() -> Contents.postgres(engines, "SELECT v FROM kept"))).isEqualTo("value");
      assertThat(await(() -> Contents.redis(engines, "PING"))).isEqualTo("+PONG");
    }
    assertThat(processesIn(directory)).isEmpty();
  }

  private static void kill9(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(30, TimeUnit.SECONDS);
  }

  private static List<Long> processesIn(Path directory) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> worksIn(process, directory)).map(ProcessHandle::pid).toList();
    }
  }

  private static boolean worksIn(ProcessHandle process, Path directory) {
    try {
      Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.readSymbolicLink(link).startsWith(directory);
    } catch (IOException gone) {
      return false;
    }
  }

  private static String await(Callable<String> answer) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        return answer.call();
      } catch (Exception notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
