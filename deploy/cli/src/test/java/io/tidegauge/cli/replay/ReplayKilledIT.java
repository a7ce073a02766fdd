package io.tidegauge.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.cli.testing.CommandRun;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.testing.Isolated;
import io.tidegauge.engines.testing.SharedEngines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command is a process of its own and is killed (SIGKILL) while it computes, while it publishes
 * and when it is visible; resumed or started again it comes to the same result, and no reader ever
 * sees a part of it.
 */
class ReplayKilledIT {

  @TempDir private static Path directory;

  private Engines kafka;
  private DamagedHistory history;

  @BeforeEach
  void start() throws Exception {
    kafka = EmbeddedEngines.start(EnginesSpec.ephemeral(Engine.KAFKA));
    history =
        new DamagedHistory(
            kafka.kafkaBootstrapServers(),
            Isolated.clickhouse(SharedEngines.get(Engine.CLICKHOUSE)),
            directory);
  }

  @AfterEach
  void stop() {
    history.close();
    kafka.close();
  }

  @Test
  void killedAnywhereItComesToTheSameResult() throws Exception {
    String right = history.seen();
    history.damage();
    String damaged = history.seen();
    assertThat(damaged).isNotEqualTo(right);

    String first = idOf(killedAt("computing", newReplay("--dry-run")));
    assertThat(history.count("SELECT count() FROM replay_days")).as("days done").isZero();
    CommandRun resumed = run("--resume", first, "--dry-run");
    CommandRun again = run(newReplay("--dry-run"));
    assertThat(resumed.code()).as(resumed.err()).isEqualTo(1);
    assertThat(resumed.out()).contains("node_load1 changes").contains("\n5m ");
    assertThat(again.out()).isEqualTo(resumed.out());
    assertThat(history.seen()).isEqualTo(damaged);

    killedAt("publishing, windows", "--resume", first, "--apply");
    assertThat(history.seen()).isEqualTo(damaged);

    String second = idOf(killedAt("publishing the marks", newReplay("--apply")));
    assertThat(history.seen()).isIn(Set.of(damaged, right));

    killedAt("replay " + second + " is visible", "--resume", second, "--apply");
    assertThat(history.seen()).isEqualTo(right);

    for (String id : List.of(second, first)) {
      CommandRun applied = run("--resume", id, "--apply", "--settle", "PT0.2S");
      assertThat(applied.code()).as(applied.err()).isZero();
      assertThat(history.seen()).isEqualTo(right);
    }
    assertThat(history.count("SELECT count() FROM rollup_generations")).isZero();
    CommandRun last = run(newReplay("--dry-run"));
    assertThat(last.code()).as(last.out()).isZero();
  }

  private String[] newReplay(String mode) {
    return new String[] {
      "--from", history.day().toString(), "--to", history.day().plusSeconds(1).toString(), mode
    };
  }

  private static String idOf(List<String> said) {
    return said.stream()
        .filter(line -> line.startsWith("replay "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no id in " + said))
        .split(" ", -1)[1];
  }

  /** Runs it until it says something, kills it at that moment, and gives what it said. */
  private List<String> killedAt(String says, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ReplayCommand.class.getName()));
    command.addAll(history.where());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (line.startsWith(says)) {
          process.destroyForcibly().waitFor();
          return said;
        }
      }
    } finally {
      process.destroyForcibly();
    }
    throw new AssertionError("it never said \"" + says + "\" but " + String.join("\n", said));
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(history.where());
    all.addAll(Arrays.asList(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        ReplayCommand.commandLine(InstantSource.system())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new CommandRun(code, out.toString(), err.toString());
  }
}
