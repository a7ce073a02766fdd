package io.tidegauge.ingest.publish;

import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells every partition the gateway's time now and then, so that the watermarks of idle partitions
 * move on; and, while Kafka is away, finds out when it is back.
 */
public final class Ticker implements AutoCloseable {

  private static final long FASTEST_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();

  private final SamplesPublisher publisher;
  private final ServiceClock clock;
  private final int partitions;
  private final long intervalNanos;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tidegauge-tick").factory());
  private long lastTick;

  /**
   * A ticker that is not started.
   *
   * @param interval by the installation's clock; never more often than every 200 ms of true time
   */
  public Ticker(SamplesPublisher publisher, ServiceClock clock, int partitions, Duration interval) {
    this.publisher = publisher;
    this.clock = clock;
    this.partitions = partitions;
    this.intervalNanos = Math.max(FASTEST_NANOS, (long) (interval.toNanos() / clock.speed()));
  }

  /** Starts ticking. */
  public void start() {
    lastTick = System.nanoTime() - intervalNanos;
    thread.scheduleWithFixedDelay(this::tickWhenDue, 0, FASTEST_NANOS, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void tickWhenDue() {
    long since = System.nanoTime() - lastTick;
    // A little early is on time: the checks are as far apart as the fastest ticks.
    boolean due = since + FASTEST_NANOS / 4 >= intervalNanos;
    boolean probe = !publisher.available() && since >= PROBE_NANOS;
    if (due || probe) {
      lastTick = System.nanoTime();
      for (int partition = 0; partition < partitions && publisher.mayTry(); partition++) {
        publisher.publish(new Tick(partition, clock.millis()));
      }
    }
  }

  private record Tick(int at, long received) implements OutgoingRecord {

    @Override
    public String topic() {
      return Topics.SAMPLES;
    }

    @Override
    public Integer partition() {
      return at;
    }

    @Override
    public byte @Nullable [] key() {
      return null;
    }

    @Override
    public byte[] value() {
      return new byte[0];
    }

    @Override
    public Map<String, byte[]> headers() {
      return Map.of(
          RecordHeaders.VERSION,
          ByteBuffer.allocate(4).putInt(RecordHeaders.CURRENT_VERSION).array(),
          RecordHeaders.TENANT,
          new byte[0],
          RecordHeaders.KIND,
          new byte[] {RecordKind.TICK.code()},
          RecordHeaders.RECEIVED,
          GatheredRecord.bigEndian(received));
    }

    @Override
    public void settle(@Nullable Throwable failure) {
      // The publisher learns whether Kafka is there; a lost tick is followed by the next.
    }
  }
}
