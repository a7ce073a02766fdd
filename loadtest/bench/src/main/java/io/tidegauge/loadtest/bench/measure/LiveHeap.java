package io.tidegauge.loadtest.bench.measure;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is reachable in the heap of another JVM of this user; asking oneself would not end. */
public final class LiveHeap {

  private static final Pattern TOTAL = Pattern.compile("Total +[0-9]+ +([0-9]+)");

  private LiveHeap() {}

  /**
   * Has a process collect all of its heap, and counts what is left.
   *
   * @return bytes of all objects
   * @throws EngineException where it cannot be asked
   */
  public static long bytes(long pid) {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(program.toString(), Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return total(text.lines().toList());
    } catch (IOException e) {
      throw new EngineException(program + " does not run; use a JDK, not a JRE", e);
    }
  }

  /** The sum in the last line of a class histogram. */
  static long total(List<String> lines) {
    for (String line : lines.reversed()) {
      Matcher matcher = TOTAL.matcher(line.strip());
      if (matcher.matches()) {
        return Long.parseLong(matcher.group(1));
      }
    }
    throw new EngineException(
        "jcmd GC.class_histogram gave no total: "
            + String.join("; ", lines.stream().limit(3).toList()));
  }
}
