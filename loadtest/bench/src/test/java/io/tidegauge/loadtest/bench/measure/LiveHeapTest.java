package io.tidegauge.loadtest.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.engines.EngineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveHeapTest {

  @Test
  void theTotalIsTheLastLine() {
    List<String> histogram =
        List.of(
            " num     #instances         #bytes  class name (module)",
            "   1:         21234        1532184  [B (java.base@25)",
            "Total         81234        4567890");
    assertThat(LiveHeap.total(histogram)).isEqualTo(4_567_890);
  }

  @Test
  void aJvmThatCannotBeAskedIsSaidSo() {
    assertThatThrownBy(() -> LiveHeap.total(List.of("java.io.IOException: No such process")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("No such process");
  }

  @Test
  void whatAnotherProcessHoldsIsCounted() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                HeldBytes.class.getName())
            .start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("holds");
      assertThat(LiveHeap.bytes(process.pid()))
          .isBetween((long) HeldBytes.BYTES, 2L * HeldBytes.BYTES);
    } finally {
      process.destroyForcibly();
    }
  }
}
