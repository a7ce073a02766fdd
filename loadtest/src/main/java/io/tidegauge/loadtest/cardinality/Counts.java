package io.tidegauge.loadtest.cardinality;

import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.Exposition;
import io.tidegauge.loadtest.http.MetricsEndpoint;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a processor says that it has counted. */
final class Counts {

  private final MetricsEndpoint processor;

  Counts(MetricsEndpoint processor) {
    this.processor = processor;
  }

  /**
   * One reading, of all tenants.
   *
   * @param samples how many were counted since it started
   * @param overLimit how many of them over their tenant's limit of series
   * @param series how many are live
   */
  record Reading(double samples, double overLimit, double series) {

    Reading since(Reading before) {
      return new Reading(
          samples - before.samples, overLimit - before.overLimit, series - before.series);
    }
  }

  Reading read() throws InterruptedException {
    String text = processor.read();
    return new Reading(
        event(text, "samples"),
        event(text, "series_limit"),
        Exposition.sum(text, "tidegauge_processor_series", Map.of())
            .orElseThrow(() -> new CallException(processor + " has no metrics of a processor")));
  }

  private static double event(String text, String event) {
    return Exposition.sum(text, "tidegauge_processor_events_total", Map.of("event", event))
        .orElse(0);
  }

  /** Waits until so many more are counted; then, or when the time is over, what there is. */
  Reading await(Reading before, long samples, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Reading now = read();
    while (now.since(before).samples() < samples && System.nanoTime() < deadline) {
      TimeUnit.SECONDS.sleep(1);
      now = read();
    }
    return now;
  }
}
