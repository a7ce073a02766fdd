package io.tidegauge.processor.revise;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.reject.RejectReason;
import java.util.concurrent.atomic.AtomicInteger;

/** What the reviser has done and what waits. */
final class ReviserMetrics {

  private final Counter windows;
  private final Counter retries;
  private final Counter tooOld;
  private final AtomicInteger waiting;

  ReviserMetrics(MeterRegistry registry) {
    windows =
        Counter.builder("tidegauge.processor.revised.windows")
            .description("Closed windows computed again")
            .register(registry);
    retries =
        Counter.builder("tidegauge.processor.revise.retries")
            .description("Times that raw samples could not be read")
            .register(registry);
    tooOld =
        Counter.builder("tidegauge.processor.revise.refused")
            .description("Closed windows that were not computed again, and why")
            .tag("reason", RejectReason.TOO_OLD.label())
            .register(registry);
    waiting = registry.gauge("tidegauge.processor.revise.waiting.series.days", new AtomicInteger());
  }

  void revised(int count) {
    windows.increment(count);
  }

  void retried() {
    retries.increment();
  }

  void tooOld(int windowCount) {
    tooOld.increment(windowCount);
  }

  void waiting(int seriesDays) {
    waiting.set(seriesDays);
  }
}
