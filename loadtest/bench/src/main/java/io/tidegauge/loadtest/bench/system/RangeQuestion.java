package io.tidegauge.loadtest.bench.system;

import io.tidegauge.contract.window.Window;
import java.time.Duration;
import java.time.Instant;

/**
 * What is asked: the average of each window of all series of a metric.
 *
 * @param metric its name
 * @param window the length; each starts at a multiple of it
 * @param from the start of the first window
 * @param to the end of the last one
 * @param by the label by which series are merged; empty where each stands on its own
 */
public record RangeQuestion(String metric, Window window, Instant from, Instant to, String by) {

  /** How many windows there are of a series. */
  public int windows() {
    return (int) (Duration.between(from, to).toMillis() / window.millis());
  }
}
