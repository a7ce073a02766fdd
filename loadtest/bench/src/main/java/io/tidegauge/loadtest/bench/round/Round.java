package io.tidegauge.loadtest.bench.round;

import io.tidegauge.loadtest.bench.load.LoadResult;
import java.util.Collections;
import java.util.Map;

/**
 * What one system did in one round.
 *
 * @param samples that were accepted
 * @param requests that were accepted
 * @param refused requests that were refused for now, and sent again
 * @param bytesSent of the accepted requests' bodies
 * @param seconds from the first request to the last answer
 * @param secondsUntilDone from the first request until everything was where it belongs
 * @param settled how long the system worked on after that, s
 * @param cpuSeconds that its processes used from the first request until they were quiet
 * @param loadCpuSeconds that the load itself used while it ran
 * @param p50Millis half of the answers took no longer
 * @param p99Millis 99 of 100 answers took no longer
 * @param p999Millis 999 of 1000 answers took no longer
 */
public record Round(
    long samples,
    long requests,
    long refused,
    long bytesSent,
    double seconds,
    double secondsUntilDone,
    double settled,
    Map<String, Double> cpuSeconds,
    double loadCpuSeconds,
    double p50Millis,
    double p99Millis,
    double p999Millis) {

  private static final double NANOS = 1e9;

  static Round of(
      LoadResult load,
      double secondsUntilDone,
      double settled,
      Map<String, Double> cpuSeconds,
      double loadCpuSeconds) {
    return new Round(
        load.samples(),
        load.requests(),
        load.refused(),
        load.bytes(),
        load.nanos() / NANOS,
        secondsUntilDone,
        settled,
        Collections.unmodifiableMap(cpuSeconds),
        loadCpuSeconds,
        load.millisAt(50),
        load.millisAt(99),
        load.millisAt(99.9));
  }

  /** Accepted samples a second. */
  public double samplesPerSecond() {
    return samples / seconds;
  }

  /** Samples a second, until everything was where it belongs. */
  public double samplesPerSecondDone() {
    return samples / secondsUntilDone;
  }

  /** Samples for a second of one processor, of all processes together. */
  public double samplesPerCpuSecond() {
    return samples / cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Samples for a second of one processor of one process. */
  public double samplesPerCpuSecond(String process) {
    return samples / cpuSeconds.getOrDefault(process, 0.0);
  }
}
