package io.tidegauge.processor.sink;

import io.tidegauge.processor.sink.block.BlockSink;
import io.tidegauge.processor.sink.block.SinkMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says which sink does not get through, and why. Not part of readiness: a process whose store is
 * away goes on windowing, and the sinks go on where they were.
 */
final class SinksHealth implements HealthIndicator {

  private final Sinks sinks;

  SinksHealth(Sinks sinks) {
    this.sinks = sinks;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    int number = 0;
    for (BlockSink sink : sinks.all()) {
      SinkMetrics metrics = sink.metrics();
      String failure = metrics.failure();
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("lag", metrics.lag());
      details.put("committed", metrics.committed());
      if (failure != null) {
        details.put("failure", failure);
      }
      if (failure != null || !sink.isRunning()) {
        health.down();
      }
      health.withDetail(metrics.sink() + "-" + number++, details);
    }
    return health.build();
  }
}
