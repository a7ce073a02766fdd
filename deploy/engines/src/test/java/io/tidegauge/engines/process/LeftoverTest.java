package io.tidegauge.engines.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverTest {
  @TempDir Path mine;
  @TempDir Path elsewhere;

  @Test
  void endsTheProcessOfAnEarlierRun() throws Exception {
    Process leftover = sleeper(mine);
    Files.writeString(mine.resolve("engine.pid"), leftover.pid() + "\n");

    Leftover.end("engine", mine);

    assertThat(leftover.isAlive()).isFalse();
  }

  @Test
  void leavesAnotherProcessAloneThatWasGivenTheSamePid() throws Exception {
    Process unrelated = sleeper(elsewhere);
    try {
      Files.writeString(mine.resolve("engine.pid"), unrelated.pid() + "\n");

      Leftover.end("engine", mine);

      assertThat(unrelated.isAlive()).isTrue();
    } finally {
      unrelated.destroyForcibly().waitFor();
    }
  }

  @Test
  void isContentWithoutAPidFileOrWithABrokenOne() throws Exception {
    Leftover.end("engine", mine);
    Files.writeString(mine.resolve("engine.pid"), "half");
    Leftover.end("engine", mine);
  }

  private static Process sleeper(Path directory) throws Exception {
    return new ProcessBuilder("sleep", "1000").directory(directory.toFile()).start();
  }
}
