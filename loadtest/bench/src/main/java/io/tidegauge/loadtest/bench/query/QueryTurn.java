package io.tidegauge.loadtest.bench.query;

import io.tidegauge.loadtest.bench.measure.ProcessClock;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one system did in one round.
 *
 * @param answers how many there were
 * @param kept of these that came from its cache, as it says
 * @param bytes of all answers' bodies
 * @param seconds from the first question to the last answer
 * @param cpuSeconds that its processes used in that time
 * @param p50Millis half of the answers took no longer, to their last byte
 * @param p95Millis 95 of 100 took no longer
 * @param p99Millis 99 of 100 took no longer
 */
record QueryTurn(
    long answers,
    long kept,
    long bytes,
    double seconds,
    Map<String, Double> cpuSeconds,
    double p50Millis,
    double p95Millis,
    double p99Millis) {

  private static final double MICROS = 1e3;
  private static final double MILLIS = 1e3;
  private static final double KIB = 1 << 10;

  /** Of a histogram in microseconds, which counts the answers. */
  static QueryTurn of(
      Histogram micros, long kept, long bytes, double seconds, Map<String, Double> cpuSeconds) {
    return new QueryTurn(
        micros.getTotalCount(),
        kept,
        bytes,
        seconds,
        cpuSeconds,
        micros.getValueAtPercentile(50) / MICROS,
        micros.getValueAtPercentile(95) / MICROS,
        micros.getValueAtPercentile(99) / MICROS);
  }

  /** Answers a second. */
  double perSecond() {
    return answers / seconds;
  }

  /** Milliseconds of processor time for an answer, of all processes together. */
  double cpuMillis() {
    return ProcessClock.sum(cpuSeconds) * MILLIS / answers;
  }

  /** The same of one process. */
  double cpuMillis(String process) {
    return cpuSeconds.getOrDefault(process, 0.0) * MILLIS / answers;
  }

  /** KiB of an answer. */
  double kibibytes() {
    return bytes / KIB / answers;
  }

  /** Of all answers those that came from the cache, percent. */
  double percentKept() {
    return 100.0 * kept / answers;
  }
}
