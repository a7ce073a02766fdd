package io.tidegauge.standalone.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** CPU time by core and mode, and a few sums of the kernel, from {@code /proc/stat}. */
final class ProcStat implements MetricSource {
  /** The order of the columns; see proc_stat(5). */
  private static final String[] MODES = {
    "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"
  };

  /** The kernel's ABI: USER_HZ is 100 on every architecture that we run on. */
  private static final double TICKS_PER_SECOND = 100;

  private final Path file;

  ProcStat(Path proc) {
    this.file = proc.resolve("stat");
  }

  @Override
  public void read(Readings readings) throws IOException {
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" +");
      switch (words[0]) {
        case "ctxt" -> single(readings, "node_context_switches_total", words, true);
        case "processes" -> single(readings, "node_forks_total", words, true);
        case "btime" -> single(readings, "node_boot_time_seconds", words, false);
        case "procs_running" -> single(readings, "node_procs_running", words, false);
        case "procs_blocked" -> single(readings, "node_procs_blocked", words, false);
        default -> {
          if (words[0].startsWith("cpu") && words[0].length() > 3) {
            core(readings, words);
          }
        }
      }
    }
  }

  private static void single(Readings readings, String metric, String[] words, boolean counter) {
    double value = Double.parseDouble(words[1]);
    if (counter) {
      readings.counter(metric, Map.of(), value);
    } else {
      readings.gauge(metric, Map.of(), value);
    }
  }

  private static void core(Readings readings, String[] words) {
    String core = words[0].substring("cpu".length());
    for (int i = 0; i < MODES.length && i + 1 < words.length; i++) {
      double seconds = Long.parseLong(words[i + 1]) / TICKS_PER_SECOND;
      readings.counter("node_cpu_seconds_total", Map.of("cpu", core, "mode", MODES[i]), seconds);
    }
  }
}
