package io.tidegauge.processor.revise;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.processor.revise.RawSamples.RawSample;
import io.tidegauge.processor.revise.RawSamples.RawSamplesUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads requests for closed windows, waits until the raw sink has stored the samples that they are
 * about, computes the windows again and publishes the results. Positions are committed after the
 * results are durable: after a crash a burst is computed again, to the same values under the same
 * or a higher version. A day of which raw samples may have been deleted for their age is refused:
 * its windows stay as they are.
 *
 * <p>One thread runs {@link #run}; {@link #close} may be called by any.
 */
public final class Reviser implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reviser.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long IDLE_COMMIT_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();

  /** Series and days that may wait in a partition before its requests are left in the topic. */
  private static final int PENDING_LIMIT = 100_000;

  /** Series of one query: their samples of a day are in memory at once. */
  private static final int SERIES_PER_QUERY = 25;

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final RawSamples rawSamples;
  private final RawSinkProgress progress;
  private final ReviserMetrics metrics;
  private final long graceMillis;
  private final InstantSource clock;
  private final Map<TopicPartition, PendingRevisions> pending = new HashMap<>();
  private long lastIdleCommit = System.nanoTime();
  private volatile boolean closed;

  Reviser(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      RawSamples rawSamples,
      RawSinkProgress progress,
      ReviserMetrics metrics,
      Duration grace,
      InstantSource clock) {
    this.consumer = consumer;
    this.producer = producer;
    this.rawSamples = rawSamples;
    this.progress = progress;
    this.metrics = metrics;
    this.graceMillis = grace.toMillis();
    this.clock = clock;
  }

  @Override
  public void run() {
    try (consumer;
        producer) {
      consumer.subscribe(List.of(Topics.REVISIONS), new ForgetRevoked());
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          accept(record);
        }
        reviseWhatIsDue();
      }
    } catch (WakeupException e) {
      LOG.debug("reviser woken up to stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    PendingRevisions ofPartition = ofPartition(partition);
    ofPartition.read(record.offset() + 1);
    try {
      if (RevisionRecord.decode(record.value()) instanceof RevisionRecord.Request request) {
        ofPartition.add(request, System.nanoTime());
      }
    } catch (MalformedRecordException e) {
      LOG.warn(
          "skipped a malformed record at {}@{}: {}", partition, record.offset(), e.getMessage());
    }
    if (ofPartition.size() >= PENDING_LIMIT) {
      consumer.pause(List.of(partition));
    }
  }

  private void reviseWhatIsDue() throws InterruptedException {
    int waiting = 0;
    for (Map.Entry<TopicPartition, PendingRevisions> entry : pending.entrySet()) {
      PendingRevisions ofPartition = entry.getValue();
      if (ofPartition.isDue(System.nanoTime())
          && progress.hasPassed(entry.getKey().partition(), ofPartition.highestOffset())) {
        tryToRevise(entry.getKey(), ofPartition);
      }
      waiting += ofPartition.size();
    }
    commitWhatIsIdle();
    metrics.waiting(waiting);
  }

  /** Results and what others asked for: read, with nothing to do. Otherwise it would be lag. */
  private void commitWhatIsIdle() {
    if (System.nanoTime() - lastIdleCommit < IDLE_COMMIT_NANOS) {
      return;
    }
    lastIdleCommit = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    pending.forEach(
        (partition, ofPartition) -> {
          if (ofPartition.isIdleAhead()) {
            positions.put(partition, new OffsetAndMetadata(ofPartition.nextPosition()));
            ofPartition.committed(ofPartition.nextPosition());
          }
        });
    if (!positions.isEmpty()) {
      consumer.commitSync(positions);
    }
  }

  private void tryToRevise(TopicPartition partition, PendingRevisions ofPartition)
      throws InterruptedException {
    try {
      int windows = revise(partition.partition(), ofPartition.days());
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(ofPartition.nextPosition())));
      ofPartition.committed(ofPartition.nextPosition());
      consumer.resume(List.of(partition));
      LOG.info(
          "revised {} windows of {} series and days in partition {}",
          windows,
          ofPartition.size(),
          partition.partition());
      metrics.revised(windows);
      ofPartition.clear();
    } catch (RawSamplesUnavailableException e) {
      metrics.retried();
      ofPartition.postpone(System.nanoTime() + RETRY_NANOS);
      LOG.warn(
          "{}, partition {} is tried again", e.getMessage(), partition.partition(), e.getCause());
    }
  }

  /** Computes and publishes; the number of windows. Doing it twice does no harm. */
  private int revise(int partition, List<PendingDay> days) throws InterruptedException {
    Map<Long, List<PendingDay>> byDay = new TreeMap<>();
    days.forEach(day -> byDay.computeIfAbsent(day.day().day(), key -> new ArrayList<>()).add(day));
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    int windows = 0;
    for (List<PendingDay> sameDay : byDay.values()) {
      for (int from = 0; from < sameDay.size(); from += SERIES_PER_QUERY) {
        int to = Math.min(sameDay.size(), from + SERIES_PER_QUERY);
        windows += reviseSome(partition, sameDay.subList(from, to), sent);
      }
    }
    awaitDurable(sent);
    return windows;
  }

  private int reviseSome(int partition, List<PendingDay> days, List<Future<RecordMetadata>> sent) {
    RollupVersion version =
        days.stream().map(PendingDay::version).max(Comparator.naturalOrder()).orElseThrow();
    List<SeriesId> series = days.stream().map(day -> day.day().series()).toList();
    Map<SeriesId, List<RawSample>> samples =
        rawSamples.read(series, days.getFirst().day().day(), version.epoch(), version.offset());
    if (days.getFirst().day().day() < rawSamples.keptFrom()) {
      days.forEach(day -> refuse(partition, day, sent));
      return 0;
    }
    int windows = 0;
    for (PendingDay day : days) {
      List<RawSample> own = samples.getOrDefault(day.day().series(), List.of());
      for (RevisionRecord.Result result : Recalculation.results(day, own, version, graceMillis)) {
        sent.add(
            producer.send(
                new ProducerRecord<>(Topics.REVISIONS, partition, result.key(), result.encode())));
        windows++;
      }
    }
    return windows;
  }

  /** A window computed from what is left would be worse than the one that is there. */
  private void refuse(int partition, PendingDay day, List<Future<RecordMetadata>> sent) {
    metrics.tooOld(day.asked().size());
    RejectRecord reject =
        new RejectRecord(
            day.day().tenant(),
            RejectReason.TOO_OLD,
            "processor",
            Topics.REVISIONS + "-" + partition,
            clock.millis(),
            "raw samples of this day have been deleted for their age, so its "
                + day.asked().size()
                + " windows with late samples stay as they were; send samples within the raw"
                + " retention, and let ClickHouse be away for less than its margin of two days",
            day.labels().toString(),
            day.asked().first().start(),
            Double.NaN,
            new byte[0]);
    sent.add(
        producer.send(
            new ProducerRecord<>(
                Topics.REJECTS,
                reject.tenant().getBytes(StandardCharsets.UTF_8),
                reject.encode())));
  }

  private static void awaitDurable(List<Future<RecordMetadata>> sent) throws InterruptedException {
    for (Future<RecordMetadata> future : sent) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a revision could not be published", e.getCause());
      }
    }
  }

  private PendingRevisions ofPartition(TopicPartition partition) {
    return pending.computeIfAbsent(
        partition, key -> new PendingRevisions(QUIET_NANOS, LONGEST_NANOS));
  }

  /**
   * What is pending of a partition that goes elsewhere is read again there, from the committed
   * position.
   */
  private final class ForgetRevoked implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      partitions.forEach(pending::remove);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      partitions.forEach(pending::remove);
    }
  }
}
