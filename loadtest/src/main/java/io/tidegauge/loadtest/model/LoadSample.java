package io.tidegauge.loadtest.model;

/**
 * One sample of a load.
 *
 * @param series its series
 * @param timestamp event time, ms since the epoch
 * @param value the value
 */
public record LoadSample(LoadSeries series, long timestamp, double value) {

  /** The same value of the same series, moved in time by some milliseconds. */
  public LoadSample shifted(long millis) {
    return new LoadSample(series, timestamp + millis, value);
  }
}
