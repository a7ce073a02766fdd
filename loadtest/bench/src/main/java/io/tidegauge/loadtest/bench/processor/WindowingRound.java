package io.tidegauge.loadtest.bench.processor;

import java.util.Map;

/**
 * What one system did in one round.
 *
 * @param warmUpSamples that it had done before it counted
 * @param samples that it did while it counted
 * @param samplesPerSecond while there was something to do
 * @param isDone whether it came to the end of its topic, everything committed
 * @param settled how long it worked on after that, s
 * @param cpuSeconds that the processes used while it counted
 * @param peakBytes the most memory that the processes ever had
 * @param liveHeapBytes what is in its heap after a full collection
 * @param memory what it tells of that, bytes, and of how much
 */
record WindowingRound(
    long warmUpSamples,
    long samples,
    double samplesPerSecond,
    boolean isDone,
    double settled,
    Map<String, Double> cpuSeconds,
    Map<String, Long> peakBytes,
    long liveHeapBytes,
    Map<String, Long> memory) {

  /** The process that windows. */
  static final String PROCESSOR = "processor";

  /** The process that it reads from and writes to. */
  static final String BROKER = "broker";

  /** Samples for a second of one processor of one process. */
  double samplesPerCpuSecond(String process) {
    return samples / cpuSeconds.getOrDefault(process, 0.0);
  }

  /** Samples for a second of one processor of both processes together. */
  double samplesPerCpuSecond() {
    return samples / cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
