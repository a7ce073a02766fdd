package io.tidegauge.loadtest.bench.measure;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads Linux' {@code /proc} (proc(5)), by its text or from the machine. */
final class ProcFiles {

  private static final Path ROOT = Path.of("/proc");

  /** In {@code stat}, behind the name in brackets, from 0: the state is the first. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  private ProcFiles() {}

  /** Ticks of processor time in {@code /proc/PID/stat}, of user and system together. */
  static long ticks(String stat) {
    // The name may hold blanks and brackets itself.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
  }

  /** Bytes of a line of {@code /proc/PID/status}, such as {@code VmHWM: 1024 kB}. */
  static long statusBytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow(() -> new EngineException("/proc has no " + name + " of this process"));
  }

  /** The average of the last minute in {@code /proc/loadavg}. */
  static double loadAverage(String loadavg) {
    return Double.parseDouble(loadavg.substring(0, loadavg.indexOf(' ')));
  }

  /** What the processors are called in {@code /proc/cpuinfo}; empty where it does not say. */
  static String processor(List<String> cpuinfo) {
    return cpuinfo.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** A file of a process. */
  static List<String> ofProcess(long pid, String file) {
    return lines(Long.toString(pid), file);
  }

  /** A file of the machine. */
  static List<String> ofMachine(String file) {
    return lines(file);
  }

  private static List<String> lines(String... parts) {
    Path file = ROOT;
    for (String part : parts) {
      file = file.resolve(part);
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new EngineException(file + " cannot be read: the process ended, or no Linux", e);
    }
  }
}
