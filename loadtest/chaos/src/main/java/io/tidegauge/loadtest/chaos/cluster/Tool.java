package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs of the system: ip, nft, mount. */
final class Tool {

  private Tool() {}

  /** Runs a program to its end; what it printed. */
  static String run(String... command) {
    return feed("", command);
  }

  /**
   * Runs a program with an input.
   *
   * @throws EngineException with what it printed, where it fails
   */
  static String feed(String input, String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new EngineException(
            "'%s' failed with code %d: %s"
                .formatted(String.join(" ", command), process.exitValue(), output));
      }
      return output;
    } catch (IOException e) {
      throw new EngineException("Cannot run " + command[0] + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("Interrupted while running " + command[0], e);
    }
  }

  /** Whether a program is there and this process may do with it what it likes. */
  static boolean canRun(String program) {
    return isThere(program) && isRoot();
  }

  private static boolean isThere(String program) {
    return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /**
   * Checks that programs are there and that we may use them.
   *
   * @param what for, in the message
   * @param packages Debian packages that have them
   */
  static void require(String what, String packages, String... programs) {
    for (String program : programs) {
      if (!isThere(program)) {
        throw new EngineException(
            "%s needs the program %s; install it (Debian: apt-get install %s), or leave those attacks out of --nemesis"
                .formatted(what, program, packages));
      }
    }
    if (!isRoot()) {
      throw new EngineException(
          what + " can only be done as root; leave those attacks out of --nemesis");
    }
  }
}
