package io.tidegauge.query.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.topic.RequestTimeout;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.query.config.InstallationProperties;
import io.tidegauge.query.config.StatusProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Counts what is on the rejects topic, from an hour ago on, on a thread of its own and without a
 * consumer group. While Kafka is away the counts stay as they are.
 */
@Component
final class RejectReader implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RejectReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final long FORGET_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int FETCH_BYTES = 1 << 20;
  private static final int RECORDS = 500;

  private final String bootstrapServers;
  private final ServiceClock clock;
  private final RejectCounts counts;
  private final Counter malformed;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean caughtUp;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile @Nullable Thread thread;

  RejectReader(
      InstallationProperties installation,
      StatusProperties properties,
      ServiceClock clock,
      MeterRegistry meters) {
    this.bootstrapServers = installation.kafka().bootstrapServers();
    this.clock = clock;
    this.counts = new RejectCounts(properties.tenants());
    this.malformed =
        Counter.builder("tidegauge.query.status.rejects.malformed")
            .description("Records of the rejects topic that could not be read")
            .register(meters);
    Gauge.builder("tidegauge.query.status.rejects", counts, RejectCounts::size)
        .description("Counts of refusals in memory, one a tenant and reason of the last hour")
        .register(meters);
  }

  /** The refusals, as far as they have been read. */
  RejectCounts counts() {
    return counts;
  }

  /** Whether all that was on the topic at the start has been read. */
  boolean isCaughtUp() {
    return caughtUp;
  }

  @Override
  public void start() {
    Thread started = new Thread(this::run, "status-rejects");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    stop.countDown();
    KafkaConsumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
    Thread running = thread;
    if (running != null) {
      try {
        // A daemon: nothing is lost where it takes longer.
        running.join(TimeUnit.SECONDS.toMillis(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    thread = null;
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void run() {
    boolean complained = false;
    try {
      do {
        try {
          read();
        } catch (WakeupException e) {
          LOG.debug("Told to stop");
        } catch (KafkaException e) {
          if (!complained) {
            LOG.warn(
                "Cannot read {} from {}, trying again: {}",
                Topics.REJECTS,
                bootstrapServers,
                e.getMessage());
            complained = true;
          }
        }
      } while (!stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when it is told to stop, or where there is no topic yet. */
  private void read() {
    try (KafkaConsumer<byte[], byte[]> reading = new KafkaConsumer<>(config())) {
      consumer = reading;
      List<PartitionInfo> infos = reading.partitionsFor(Topics.REJECTS);
      if (infos == null || infos.isEmpty()) {
        return;
      }
      List<TopicPartition> partitions =
          infos.stream().map(i -> new TopicPartition(i.topic(), i.partition())).toList();
      reading.assign(partitions);
      Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
      begin(reading, partitions, ends);
      long forgotten = System.nanoTime();
      while (stop.getCount() > 0) {
        reading.poll(POLL).forEach(this::count);
        partitions.forEach(partition -> positions.put(partition, reading.position(partition)));
        if (!caughtUp) {
          caughtUp = ends.entrySet().stream().allMatch(this::isPassed);
        }
        if (System.nanoTime() - forgotten >= FORGET_NANOS) {
          forgotten = System.nanoTime();
          counts.forgetBefore(clock.millis());
        }
      }
    } finally {
      consumer = null;
    }
  }

  private boolean isPassed(Map.Entry<TopicPartition, Long> end) {
    return positions.getOrDefault(end.getKey(), 0L) >= end.getValue();
  }

  /** Where it stopped before, or an hour ago. */
  private void begin(
      KafkaConsumer<byte[], byte[]> reading,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> first = reading.beginningOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> hour = Map.of();
    if (clock.isTrueTime()) { // Kafka's timestamps are
      long since = RejectCounts.since(clock.millis());
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(partition -> times.put(partition, since));
      hour = reading.offsetsForTimes(times);
    }
    for (TopicPartition partition : partitions) {
      long end = ends.getOrDefault(partition, 0L);
      long begin = first.getOrDefault(partition, 0L);
      OffsetAndTimestamp found = hour.get(partition);
      long hourAgo = !clock.isTrueTime() ? begin : found == null ? end : found.offset();
      long known = positions.getOrDefault(partition, -1L);
      // Not within the topic any more: it was made anew, or has deleted what comes next.
      boolean goesOn = known >= begin && known <= end;
      reading.seek(partition, goesOn ? known : hourAgo);
    }
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) { // somebody wrote it by hand
      malformed.increment();
      return;
    }
    try {
      RejectRecord reject = RejectRecord.decode(value);
      counts.add(reject.tenant(), reject.reason(), reject.received());
    } catch (MalformedRecordException e) {
      malformed.increment();
      LOG.debug("Record {}-{} cannot be read", record.partition(), record.offset(), e);
    }
  }

  private Map<String, Object> config() {
    return Map.ofEntries(
        Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
        Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, "tidegauge-status-rejects"),
        Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
        Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
        Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
        Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
        Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
        Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
        Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS),
        Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES),
        Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES),
        Map.entry(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, KafkaReader.RECONNECT_MILLIS),
        Map.entry(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, RequestTimeout.MILLIS));
  }
}
