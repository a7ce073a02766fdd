package io.tidegauge.engines.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

  @Test
  void holdsAgainstOthersAlsoAfterThisProcessAskedAgain(@TempDir Path directory) throws Exception {
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      assertThat(lock).isNotNull();
      assertThat(DirectoryLock.tryAcquire(directory)).isNull();
      assertThat(otherProcess(directory)).isEqualTo("held");
    }
    assertThat(otherProcess(directory)).isEqualTo("free");
    try (DirectoryLock again = DirectoryLock.acquire(directory)) {
      assertThat(again).isNotNull();
    }
  }

  private static String otherProcess(Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return answer;
  }

  /** Says whether it gets the lock. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) {
      DirectoryLock lock = DirectoryLock.tryAcquire(Path.of(arguments[0]));
      System.out.print(lock == null ? "held" : "free");
    }
  }
}
