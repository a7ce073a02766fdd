package io.tidegauge.loadtest.bench.live;

import io.tidegauge.loadtest.bench.measure.ProcessClock;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one system did in one round.
 *
 * @param events that were published
 * @param expected deliveries of them: each to each subscriber of its feed
 * @param delivered of these
 * @param received deliveries in that time, those of events from before it too: what it cost is
 *     shared by these
 * @param bytes that subscribers were sent in that time
 * @param seconds from the first event until the last delivery was waited for
 * @param cpuSeconds that the processes which have the connections used in that time
 * @param otherCpuSeconds that its other processes used
 * @param loadCpuSeconds that publishing and reading used here
 * @param samplesPerSecond that it took besides events
 * @param p50Millis half of the deliveries took no longer
 * @param p99Millis 99 of 100 took no longer
 * @param p999Millis 999 of 1000 took no longer
 */
record Turn(
    long events,
    long expected,
    long delivered,
    long received,
    long bytes,
    double seconds,
    Map<String, Double> cpuSeconds,
    Map<String, Double> otherCpuSeconds,
    double loadCpuSeconds,
    double samplesPerSecond,
    double p50Millis,
    double p99Millis,
    double p999Millis) {

  private static final double MILLION = 1e6;
  private static final double MICROS = 1e3;

  /** Of a histogram in microseconds, which counts the deliveries. */
  static Turn of(
      long events,
      long expected,
      long received,
      long bytes,
      double seconds,
      Map<String, Double> cpuSeconds,
      Map<String, Double> otherCpuSeconds,
      double loadCpuSeconds,
      double samplesPerSecond,
      Histogram micros) {
    return new Turn(
        events,
        expected,
        micros.getTotalCount(),
        received,
        bytes,
        seconds,
        cpuSeconds,
        otherCpuSeconds,
        loadCpuSeconds,
        samplesPerSecond,
        micros.getValueAtPercentile(50) / MICROS,
        micros.getValueAtPercentile(99) / MICROS,
        micros.getValueAtPercentile(99.9) / MICROS);
  }

  /** CPU-seconds of the processes that have the connections, for a million deliveries. */
  double cpuSecondsPerMillion() {
    return ProcessClock.sum(cpuSeconds) * MILLION / Math.max(1, received);
  }

  double otherCpuSecondsPerMillion() {
    return ProcessClock.sum(otherCpuSeconds) * MILLION / Math.max(1, received);
  }

  double loadCpuSecondsPerMillion() {
    return loadCpuSeconds * MILLION / Math.max(1, received);
  }

  double deliveredPerSecond() {
    return delivered / seconds;
  }

  double bytesPerDelivery() {
    return (double) bytes / Math.max(1, received);
  }

  /** Of what was to be delivered, percent. */
  double percentDelivered() {
    return 100.0 * delivered / Math.max(1, expected);
  }
}
