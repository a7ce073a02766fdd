package io.tidegauge.engines.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void closedOnlyWhenTheChildHasEndedThoughItsShellIsGoneAlready() throws Exception {
    ChildProcess child = startSlowToEnd();
    ProcessHandle program = program();
    // What a service manager does that signals a whole group.
    program.parent().orElseThrow().destroy();
    program.destroy();

    child.close();

    assertThat(program.isAlive()).isFalse();
  }

  @Test
  void closingEndsTheChildInItsOwnTime() throws Exception {
    ChildProcess child = startSlowToEnd();
    ProcessHandle program = program();

    child.close();

    assertThat(program.isAlive()).isFalse();
    assertThat(directory.resolve("ended")).exists();
  }

  @Test
  void aKilledChildIsStartedAgainWithTheSameCommand() throws Exception {
    try (ChildProcess child = startKilledAtTheEnd()) {
      child.keepAlive();
      ProcessHandle first = child.handle().orElseThrow();

      child.kill(Duration.ofMillis(50));

      assertThat(first.isAlive()).isFalse();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (child.handle().isEmpty() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      assertThat(child.handle().orElseThrow().pid()).isNotEqualTo(first.pid());
    }
  }

  @Test
  void aStoppedChildEndsToo() throws Exception {
    ChildProcess child = startKilledAtTheEnd();
    ProcessHandle program = child.handle().orElseThrow();
    new ProcessBuilder("kill", "-s", "STOP", Long.toString(program.pid())).start().waitFor();

    child.close();

    program.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(program.isAlive()).isFalse();
  }

  private ChildProcess startKilledAtTheEnd() throws InterruptedException {
    ChildProcess child =
        ChildProcess.start(
            new ChildProcess.Spec(
                "the killed one",
                List.of("sleep", "600"),
                directory,
                Map.of(),
                ChildProcess.End.KILL));
    child.awaitReady(PATIENCE, () -> child.handle().isPresent());
    return child;
  }

  /** A program that takes a second to end. */
  private ChildProcess startSlowToEnd() throws InterruptedException {
    ChildProcess child =
        ChildProcess.start(
            new ChildProcess.Spec(
                "the slow one",
                List.of(
                    "sh",
                    "-c",
                    "trap 'sleep 1; touch ended; exit 0' TERM; touch ready;"
                        + " while true; do sleep 0.1; done"),
                directory,
                Map.of(),
                ChildProcess.End.TERM));
    child.awaitReady(PATIENCE, () -> Files.exists(directory.resolve("ready")));
    return child;
  }

  private ProcessHandle program() throws Exception {
    String pid = Files.readString(directory.resolve(ChildProcess.PID_FILE)).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }
}
