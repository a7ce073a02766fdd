package io.tidegauge.loadtest.bench.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {

  @Test
  void aProgramIsFoundByPathWhereItCanBeRun(@TempDir Path folder) throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path program = Files.createFile(other.resolve("tool"));
    String path = folder + ":" + other;

    assertThat(Program.find("tool", path)).isEmpty();
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(Program.find("tool", path)).contains(program);
    assertThat(Program.find("tool", "")).isEmpty();
  }

  @Test
  void whatAProgramSaysFirst() {
    assertThat(Program.firstLine("sh", "-c", "echo one; echo two")).isEqualTo("one");
    assertThat(Program.packageVersion("no-such-package")).isEqualTo("unknown");
  }
}
