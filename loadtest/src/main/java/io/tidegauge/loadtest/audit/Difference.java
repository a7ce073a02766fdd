package io.tidegauge.loadtest.audit;

import io.tidegauge.loadtest.model.LoadSeries;

/**
 * A window that is not what it must be.
 *
 * @param series its series
 * @param window its length, as the query API calls it
 * @param start its start, ms since the epoch
 * @param what is wrong
 */
public record Difference(LoadSeries series, String window, long start, String what) {

  @Override
  public String toString() {
    return series + " " + window + " " + start + ": " + what;
  }
}
