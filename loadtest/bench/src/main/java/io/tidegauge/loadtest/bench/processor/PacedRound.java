package io.tidegauge.loadtest.bench.processor;

import java.util.Map;

/**
 * What the processor did in a while of a paced load.
 *
 * @param samples that were written meanwhile
 * @param seconds how long
 * @param behind samples that were written and not yet in windows at its end
 * @param cpuSeconds that the processes used
 * @param peakBytes the most memory that the processes ever had
 */
record PacedRound(
    long samples,
    double seconds,
    long behind,
    Map<String, Double> cpuSeconds,
    Map<String, Long> peakBytes) {

  /** Processors that a process used, 1 for one whole. */
  double cores(String process) {
    return cpuSeconds.getOrDefault(process, 0.0) / seconds;
  }
}
