package io.tidegauge.processor.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidegauge.processor.state.EngineStore;
import java.util.concurrent.TimeUnit;

/** How write-outs to the changelog went. */
final class FlushMetrics implements EngineStore.FlushListener {

  private final Timer time;
  private final Counter entries;
  private final Counter bytes;

  FlushMetrics(MeterRegistry registry) {
    time =
        Timer.builder("tidegauge.processor.flush")
            .description("Write-outs of changed state to the changelog, one a task and commit")
            .register(registry);
    entries =
        Counter.builder("tidegauge.processor.flush.entries")
            .description("Changelog entries written")
            .register(registry);
    bytes =
        Counter.builder("tidegauge.processor.flush.bytes")
            .description("Changelog bytes written, uncompressed")
            .register(registry);
  }

  @Override
  public void flushed(int entryCount, long byteCount, long nanos) {
    time.record(nanos, TimeUnit.NANOSECONDS);
    entries.increment(entryCount);
    bytes.increment(byteCount);
  }
}
