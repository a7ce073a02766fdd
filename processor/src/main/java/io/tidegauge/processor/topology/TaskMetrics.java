package io.tidegauge.processor.topology;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.processor.window.PartitionEngine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a task tells about itself. The stream thread updates it a few times a second; readers see
 * the values of the last update. Counts go to counters of the process, so that they never fall when
 * a task moves on.
 */
final class TaskMetrics implements AutoCloseable {

  /** Makes them. */
  record Factory(MeterRegistry registry, InstantSource clock) {
    TaskMetrics open(int partition) {
      return new TaskMetrics(registry, clock, partition);
    }
  }

  private final MeterRegistry registry;
  private final List<Meter> gauges = new ArrayList<>();
  private final Map<String, Long> counted = new HashMap<>();
  private volatile int series;
  private volatile int windows;
  private volatile long closedChildren;
  private volatile int liveBacklog;
  private volatile int stateBacklog;
  private volatile long offset;
  private volatile long watermark = Long.MIN_VALUE;

  private TaskMetrics(MeterRegistry registry, InstantSource clock, int partition) {
    this.registry = registry;
    gauge("series", "Live series", partition, m -> m.series);
    gauge("windows.open", "Open 5m windows", partition, m -> m.windows);
    gauge(
        "children.bytes",
        "Memory of the closed children of open windows, about",
        partition,
        m -> m.closedChildren);
    gauge(
        "live.backlog",
        "Changed series that wait for the live publisher",
        partition,
        m -> m.liveBacklog);
    gauge(
        "live.state.backlog",
        "Changed series that wait for the stores of the live state",
        partition,
        m -> m.stateBacklog);
    gauge("offset", "Offset of the last samples record", partition, m -> m.offset);
    gauge(
        "watermark.lag.seconds",
        "Age of the lowest watermark of any tenant",
        partition,
        m -> m.watermark == Long.MIN_VALUE ? Double.NaN : (clock.millis() - m.watermark) / 1000.0);
  }

  /** Takes the engine's numbers over. Stream thread. */
  void update(PartitionEngine engine) {
    series = engine.seriesCount();
    windows = engine.windowCount();
    closedChildren = engine.closedChildrenBytes();
    liveBacklog = engine.liveBacklog();
    stateBacklog = engine.stateBacklog();
    offset = engine.offset();
    watermark = engine.lowestWatermark();
    engine.counters().forEach(this::count);
  }

  /** A revision that cannot be read was skipped. */
  void malformedRevision() {
    registry.counter("tidegauge.processor.events", "event", "revision.malformed").increment();
  }

  @Override
  public void close() {
    gauges.forEach(registry::remove);
  }

  private void count(String name, long value) {
    long before = counted.getOrDefault(name, 0L);
    if (value > before) {
      registry.counter("tidegauge.processor.events", "event", name).increment(value - before);
      counted.put(name, value);
    }
  }

  private void gauge(
      String name, String description, int partition, ToDoubleFunction<TaskMetrics> value) {
    gauges.add(
        Gauge.builder("tidegauge.processor." + name, this, value)
            .description(description)
            .tag("partition", Integer.toString(partition))
            .register(registry));
  }
}
