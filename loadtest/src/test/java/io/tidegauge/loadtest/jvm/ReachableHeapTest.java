package io.tidegauge.loadtest.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.loadtest.http.CallException;
import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReachableHeapTest {

  /** Above what Linux gives. */
  private static final long NO_PROCESS = 1L << 30;

  @Test
  void whatAnotherProcessHoldsIsCounted() throws Exception {
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
      assertThat(ReachableHeap.bytes(process.pid()))
          .isBetween((long) HeldBytes.BYTES, 2L * HeldBytes.BYTES);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aProcessThatCannotBeAskedIsSaidSo() {
    assertThatThrownBy(() -> ReachableHeap.bytes(NO_PROCESS)).isInstanceOf(CallException.class);
  }
}
