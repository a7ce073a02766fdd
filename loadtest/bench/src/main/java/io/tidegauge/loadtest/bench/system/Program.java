package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Programs of the machine. */
final class Program {

  private Program() {}

  /** Where a program is, by PATH. */
  static Optional<Path> find(String name) {
    return find(name, System.getenv().getOrDefault("PATH", ""));
  }

  static Optional<Path> find(String name, String path) {
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** Which version of a Debian package is installed; unknown where it came another way. */
  static String packageVersion(String name) {
    try {
      String version = firstLine("dpkg-query", "--showformat=${Version}", "--show", name);
      return version.matches("[0-9][^ ]*") ? version + " (Debian)" : "unknown";
    } catch (EngineException noDebian) {
      return "unknown";
    }
  }

  /** The first line that a program says, whichever way. */
  static String firstLine(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new EngineException(String.join(" ", command) + " does not run", e);
    }
  }
}
