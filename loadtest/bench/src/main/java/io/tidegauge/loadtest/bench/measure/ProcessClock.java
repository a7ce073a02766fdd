package io.tidegauge.loadtest.bench.measure;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Processor time and memory of the processes of a system. Time counts in ticks of 10 ms on usual
 * kernels, with the system calls; what the kernel does for nobody in particular is not in it.
 */
public final class ProcessClock {

  private final Map<String, Long> pids;
  private final double tick;

  /** Of processes by what they do. */
  public ProcessClock(Map<String, Long> pids) {
    this.pids = new LinkedHashMap<>(pids);
    this.tick = 1.0 / ticksPerSecond();
  }

  /** Processor time so far by process, s. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    pids.forEach(
        (name, pid) ->
            seconds.put(name, ProcFiles.ticks(ProcFiles.ofProcess(pid, "stat").getFirst()) * tick));
    return seconds;
  }

  /** The most memory that each process ever had resident, bytes. */
  public Map<String, Long> peaks() {
    Map<String, Long> peaks = new LinkedHashMap<>();
    pids.forEach(
        (name, pid) ->
            peaks.put(name, ProcFiles.statusBytes(ProcFiles.ofProcess(pid, "status"), "VmHWM")));
    return peaks;
  }

  /** The memory that all of them have resident now, together, bytes. */
  public long resident() {
    return pids.values().stream()
        .mapToLong(pid -> ProcFiles.statusBytes(ProcFiles.ofProcess(pid, "status"), "VmRSS"))
        .sum();
  }

  /** What was used between two readings, by process. */
  public static Map<String, Double> between(Map<String, Double> before, Map<String, Double> after) {
    Map<String, Double> used = new LinkedHashMap<>();
    after.forEach((name, seconds) -> used.put(name, seconds - before.getOrDefault(name, 0.0)));
    return used;
  }

  /** The sum over all processes. */
  public static double sum(Map<String, Double> seconds) {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static long ticksPerSecond() {
    try {
      Process process = new ProcessBuilder("getconf", "CLK_TCK").start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Long.parseLong(text.strip());
    } catch (IOException | NumberFormatException e) {
      throw new EngineException("getconf CLK_TCK does not work; is this Linux?", e);
    }
  }
}
