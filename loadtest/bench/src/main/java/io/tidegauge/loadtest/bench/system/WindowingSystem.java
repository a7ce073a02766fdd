package io.tidegauge.loadtest.bench.system;

import java.util.Map;

/**
 * A system that windows the samples of a topic, as a process of its own. Ends with this process.
 */
public interface WindowingSystem extends AutoCloseable {

  /** Its process. */
  long pid();

  /** How many samples it has put into windows, as it says; up to half a second old. */
  long processed() throws InterruptedException;

  /** Whether all that is in its topic is processed and committed. */
  boolean isDone() throws InterruptedException;

  /** What it tells of its memory, bytes by what they are. */
  Map<String, Long> memory() throws InterruptedException;

  /**
   * What was given to it.
   *
   * @param samples in its topic
   * @param series how many there are
   * @param steps samples of each series
   * @param due windows of each series that are due, over all lengths
   * @param due5m those of five minutes
   */
  record Given(long samples, int series, long steps, long due, long due5m) {}

  /**
   * Compares what it made with what it was given; only where it {@link #isDone}.
   *
   * @return what was compared, in a sentence
   * @throws io.tidegauge.engines.EngineException where it is not the same
   */
  String audit(Given given) throws InterruptedException;

  /** Ends it. */
  @Override
  void close();
}
