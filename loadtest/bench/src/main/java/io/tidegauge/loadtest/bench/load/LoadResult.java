package io.tidegauge.loadtest.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What was sent, and how it was answered.
 *
 * @param samples that were answered with 2xx
 * @param requests that were answered with 2xx
 * @param refused requests that were answered with 429 or 503, and sent again
 * @param bytes of the bodies of the accepted requests, compressed
 * @param nanos from the first request to the last answer
 * @param micros how long each answer took, µs
 */
public record LoadResult(
    long samples, long requests, long refused, long bytes, long nanos, Histogram micros) {

  /** Of no requests. */
  static LoadResult none() {
    return new LoadResult(0, 0, 0, 0, 0, new Histogram(WriteClient.LONGEST_MICROS, 3));
  }

  /** The two together, as they went on at the same time. */
  LoadResult with(LoadResult other) {
    Histogram both = micros.copy();
    both.add(other.micros);
    return new LoadResult(
        samples + other.samples,
        requests + other.requests,
        refused + other.refused,
        bytes + other.bytes,
        Math.max(nanos, other.nanos),
        both);
  }

  /** Samples that were accepted in a second. */
  public double samplesPerSecond() {
    return samples * 1e9 / Math.max(1, nanos);
  }

  /** How long a share of the answers took at the most, ms. */
  public double millisAt(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }
}
