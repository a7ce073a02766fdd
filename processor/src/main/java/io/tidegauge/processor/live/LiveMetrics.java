package io.tidegauge.processor.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the live publisher has done. */
final class LiveMetrics {

  private final Counter series;
  private final Counter records;
  private final Counter bytes;
  private final Counter failed;
  private final Counter writerFailures;

  LiveMetrics(MeterRegistry registry) {
    series = counter(registry, "series", "Live series written to the live topic");
    records = counter(registry, "records", "Records written to the live topic");
    bytes = counter(registry, "bytes", "Bytes written to the live topic, uncompressed");
    failed = counter(registry, "failed.series", "Live series that could not be published");
    writerFailures = counter(registry, "state.failures", "Batches that a state writer threw at");
  }

  void published(int seriesCount, int size) {
    series.increment(seriesCount);
    records.increment();
    bytes.increment(size);
  }

  void failed(int seriesCount) {
    failed.increment(seriesCount);
  }

  void writerFailed() {
    writerFailures.increment();
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("tidegauge.processor.live." + name)
        .description(description)
        .register(registry);
  }
}
