package io.tidegauge.loadtest.bench.measure;

/**
 * What figures were taken on.
 *
 * @param processor its name, as the kernel tells it
 * @param cores how many of them
 * @param memory of the whole machine, bytes
 * @param kernel its name and version
 * @param java the version that runs Tidegauge and the load
 */
public record Machine(String processor, int cores, long memory, String kernel, String java) {

  /** Above this the machine does other work. */
  private static final double BUSY = 0.5;

  /** This one. */
  public static Machine here() {
    return new Machine(
        ProcFiles.processor(ProcFiles.ofMachine("cpuinfo")),
        Runtime.getRuntime().availableProcessors(),
        ProcFiles.statusBytes(ProcFiles.ofMachine("meminfo"), "MemTotal"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.version"));
  }

  /** How many threads wanted to run in the last minute, on average. */
  public static double loadAverage() {
    return ProcFiles.loadAverage(ProcFiles.ofMachine("loadavg").getFirst());
  }

  /** What to think of figures taken at a load average. */
  public String verdict(double loadAverage) {
    String load = "load average %.2f on %d cores".formatted(loadAverage, cores);
    return loadAverage <= BUSY
        ? load
        : load
            + ": the machine does other work, so rates and times are noise, and samples per"
            + " CPU-second are less than they could be";
  }
}
