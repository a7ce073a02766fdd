package io.tidegauge.processor.sink.block;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one consumer of a sink counts, tagged {@code sink} and {@code instance}. Written by its
 * thread, read by any.
 */
public final class SinkMetrics {

  private final MeterRegistry registry;
  private final String sink;
  private final String instance;
  private final Counter rows;
  private final Counter blocks;
  private final Counter recovered;
  private final Counter retries;
  private final Counter lost;
  private final Counter restarts;
  private final Timer writes;
  private final AtomicLong gathered = new AtomicLong();
  private final Map<TopicPartition, PartitionGauges> partitions = new ConcurrentHashMap<>();
  private volatile @Nullable String failure;

  /**
   * @param sink the sink's name
   * @param instance number of the consumer within the process
   */
  public SinkMetrics(MeterRegistry registry, String sink, int instance) {
    this.registry = registry;
    this.sink = sink;
    this.instance = String.valueOf(instance);
    rows = counter("tidegauge.sink.rows", "Rows written");
    blocks = counter("tidegauge.sink.blocks", "Blocks written");
    recovered = counter("tidegauge.sink.blocks.recovered", "Blocks begun by an earlier owner");
    retries = counter("tidegauge.sink.retries", "Writes that failed and were tried again");
    lost = counter("tidegauge.sink.offsets.lost", "Offsets deleted before they were written");
    restarts = counter("tidegauge.sink.restarts", "Consumers made anew after an error");
    writes =
        Timer.builder("tidegauge.sink.write")
            .description("Time to write a block")
            .tags("sink", sink, "consumer", this.instance)
            .publishPercentileHistogram()
            .register(registry);
    Gauge.builder("tidegauge.sink.gathered.rows", gathered, AtomicLong::get)
        .description("Rows gathered and not written yet; bounded by max-rows")
        .tags("sink", sink, "consumer", this.instance)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name)
        .description(description)
        .tags("sink", sink, "consumer", instance)
        .register(registry);
  }

  void gathered(int weight) {
    gathered.set(weight);
  }

  void written(int weight, long nanos) {
    rows.increment(weight);
    blocks.increment();
    writes.record(Duration.ofNanos(nanos));
    failure = null;
  }

  void failed(Exception cause) {
    retries.increment();
    failure = cause.toString();
  }

  void restarted(Exception cause) {
    restarts.increment();
    failure = cause.toString();
  }

  void recovered() {
    recovered.increment();
  }

  void lost(long offsets) {
    lost.increment(offsets);
  }

  void committed(TopicPartition partition, long offset) {
    gauges(partition).committed.set(offset);
  }

  void lag(TopicPartition partition, long offsets) {
    gauges(partition).lag.set(offsets);
  }

  void forget(TopicPartition partition) {
    PartitionGauges gauges = partitions.remove(partition);
    if (gauges != null) {
      gauges.meters.forEach(registry::remove);
    }
  }

  private PartitionGauges gauges(TopicPartition partition) {
    return partitions.computeIfAbsent(partition, PartitionGauges::new);
  }

  /** Why nothing gets through at the moment; null where all is well. */
  public @Nullable String failure() {
    return failure;
  }

  /** Name of the sink. */
  public String sink() {
    return sink;
  }

  /** Records that are not written yet, over the partitions of this consumer. */
  public long lag() {
    return partitions.values().stream().mapToLong(gauges -> gauges.lag.get()).sum();
  }

  /** Next offset to be written, by partition. */
  public Map<Integer, Long> committed() {
    Map<Integer, Long> offsets = new java.util.TreeMap<>();
    partitions.forEach(
        (partition, gauges) -> offsets.put(partition.partition(), gauges.committed.get()));
    return offsets;
  }

  private final class PartitionGauges {

    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong lag = new AtomicLong();
    private final List<Meter> meters = new ArrayList<>();

    PartitionGauges(TopicPartition partition) {
      meters.add(
          gauge("tidegauge.sink.committed.offset", "Next offset to write", committed, partition));
      meters.add(gauge("tidegauge.sink.lag", "Offsets that are not written yet", lag, partition));
    }

    private Meter gauge(
        String name, String description, AtomicLong value, TopicPartition partition) {
      return Gauge.builder(name, value, AtomicLong::get)
          .description(description)
          .tags("sink", sink, "consumer", instance)
          .tag("partition", String.valueOf(partition.partition()))
          .register(registry);
    }
  }
}
