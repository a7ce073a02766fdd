package io.tidegauge.engines.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
