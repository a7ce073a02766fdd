package io.tidegauge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole pipeline as a user runs it: started, used, stopped, killed and started again. */
@Timeout(300)
class StandaloneIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int KILLED = 128;
  private static final int INT = 2;
  private static final int TERM = 15;

  @TempDir Path folder;

  @Test
  void theDataOutlivesAStopAndAKill() throws Exception {
    Path data = folder.resolve("data");
    Instant now = InstantSource.system().instant();
    String rollups;
    try (Up up = start("first", "--data", data.toString()).ready()) {
      up.send("greeting,host=a value=1.5 " + now.toEpochMilli());
      rollups = awaitRollups(up, now);
      agentSendsWhatItShould(up);
      stop(up, "TERM", KILLED + TERM);
    }
    try (Up up = start("second", "--data", data.toString(), "--no-agent").ready()) {
      Await.until(PATIENCE, () -> assertThat(rollups(up, now)).isEqualTo(rollups));
      sayWhoElseIsThere(up, data);
      kill(up);
    }
    try (Up up = start("third", "--data", data.toString(), "--no-agent").ready()) {
      Await.until(PATIENCE, () -> assertThat(rollups(up, now)).isEqualTo(rollups));
      stop(up, "INT", KILLED + INT);
    }
    assertThat(processesIn(data)).isEmpty();
  }

  @Test
  void aKilledServiceIsSaidSoAndGoesOn() throws Exception {
    Path data = folder.resolve("data");
    Path log = data.resolve("logs/processor/processor.log");
    Instant now = InstantSource.system().instant();
    String[] flags = {"--data", data.toString(), "--separate", "--no-agent"};
    try (Up up = start("separate", flags).ready()) {
      up.send("greeting,host=a value=1.5 " + now.toEpochMilli());
      String before = awaitRollups(up, now);
      ProcessHandle processor = service(up, "ProcessorApplication");
      processor.destroyForcibly();
      processor.onExit().join();

      up.send("greeting,host=b value=2.5 " + now.toEpochMilli());
      Await.until(PATIENCE, () -> assertThat(rollups(up, now)).contains("\"sum\":2.5"));

      assertThat(rollups(up, now)).isNotEqualTo(before).contains("\"sum\":1.5");
      assertThat(up.terminal())
          .contains(
              "processor ended unexpectedly (killed by signal 9); starting it again. "
                  + log
                  + " ends with:\n20");
      assertThat(log).content().containsSubsequence("Started Processor", "Started Processor");
      kill(up);
    }
    assertThat(processesIn(data)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--kafkaport, Unknown argument '--kafkaport'",
    "--set tidegauge.raw-retentoin=3d, Did you mean tidegauge.raw-retention?",
  })
  void aWrongCommandLineEndsWithTwo(String flags, String message) throws Exception {
    try (Up up = start("wrong", flags.split(" "))) {
      assertThat(up.exitCode()).isEqualTo(2);
      assertThat(up.terminal()).contains(message);
    }
  }

  private Up start(String name, String... flags) throws IOException {
    return Up.start(folder.resolve(name + ".txt"), flags);
  }

  private static String awaitRollups(Up up, Instant time) throws Exception {
    Await.until(
        PATIENCE,
        () ->
            assertThat(rollups(up, time))
                .contains("\"host\":\"a\"", "\"count\":1", "\"sum\":1.5", "\"last\":1.5"));
    return rollups(up, time);
  }

  /** All that is known of the metric in the hours around a time, without the watermark. */
  private static String rollups(Up up, Instant time) throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    for (String window : List.of("5m", "15m", "1h", "24h")) {
      String answer =
          up.get(
              "/api/v1/rollups?metric=greeting_value&window=%s&from=%s&to=%s"
                  .formatted(
                      window, time.minus(1, ChronoUnit.DAYS), time.plus(1, ChronoUnit.HOURS)));
      all.append(answer.replaceFirst("\"watermark\":\"[^\"]*\",", "")).append('\n');
    }
    return all.toString();
  }

  private static void agentSendsWhatItShould(Up up) throws Exception {
    Await.until(
        PATIENCE,
        () ->
            assertThat(up.get("/api/v1/metrics"))
                .contains("node_load1", "jvm_memory_used_bytes", "tidegauge_processor_events_total")
                .contains("kafka_consumer_fetch_manager_records_lag_max")
                .doesNotContain("kafka_producer_", "_bucket\""));
  }

  private void sayWhoElseIsThere(Up running, Path data) throws Exception {
    try (Up same = start("same", "--data", data.toString())) {
      assertThat(same.exitCode()).isEqualTo(1);
      assertThat(same.terminal()).contains(data + " is in use by another Tidegauge");
    }
    String port = Integer.toString(running.query().getPort());
    try (Up taken = start("taken", "--ephemeral", "--query-port", port)) {
      assertThat(taken.exitCode()).isEqualTo(1);
      assertThat(taken.terminal()).contains("Port " + port, "--query-port", "taken");
    }
  }

  private static ProcessHandle service(Up up, String mainClass) {
    return up.processes().stream()
        .filter(process -> process.info().commandLine().orElse("").contains(mainClass))
        .findFirst()
        .orElseThrow();
  }

  private static void stop(Up up, String signal, int code) throws Exception {
    List<ProcessHandle> all = up.processes();
    up.signal(signal);

    assertThat(up.exitCode()).as(up.terminal()).isEqualTo(code);
    assertThat(up.terminal()).contains("Stopped. The data is in ");
    assertThat(all).noneMatch(ProcessHandle::isAlive);
  }

  private static void kill(Up up) throws Exception {
    List<ProcessHandle> all = up.processes();
    assertThat(all).hasSizeGreaterThan(3);
    up.signal("KILL");
    Await.until(PATIENCE, () -> assertThat(all).noneMatch(ProcessHandle::isAlive));
  }

  private static List<ProcessHandle> processesIn(Path data) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> worksIn(process, data)).toList();
    }
  }

  private static boolean worksIn(ProcessHandle process, Path data) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .startsWith(data.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }
}
