package io.tidegauge.loadtest.bench.processor;

import java.time.Duration;

/**
 * What each system gets, and for how long.
 *
 * @param rounds of each system
 * @param length of a round at the most, after its warm-up
 * @param warmUp processor time that a system uses before it counts
 * @param settle how long to wait at the most for what a system puts off
 * @param partitions of the topics
 * @param threads stream threads, or parallelism
 * @param samples in the samples topic, at least
 * @param peerSamples the first of these, for the peers
 */
record WindowingSpec(
    int rounds,
    Duration length,
    Duration warmUp,
    Duration settle,
    int partitions,
    int threads,
    long samples,
    long peerSamples) {

  /** Checks the values. */
  WindowingSpec {
    check("--rounds", rounds, 1, 1000);
    check("--seconds", length.toSeconds(), 1, 3599);
    check("--warm-up", warmUp.toSeconds(), 0, 599);
    check("--settle", settle.toSeconds(), 1, 599);
    check("--partitions", partitions, 1, 1000);
    check("--threads", threads, 1, 256);
    check("--samples", samples, 1, 100_000_000_000L);
    check("--peer-samples", peerSamples, 1, samples);
  }

  private static void check(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " is " + value + ", give " + least + " to " + most);
    }
  }
}
