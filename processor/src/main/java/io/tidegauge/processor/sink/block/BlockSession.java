package io.tidegauge.processor.sink.block;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one consumer, on one thread. The protocol, per partition (design, section 4.7):
 *
 * <ol>
 *   <li>gather a block of the records [from, to]; the committed offset is {@code from};
 *   <li>commit {@code from} again, with {@code to} as its metadata ({@link BlockPlan});
 *   <li>write the block under a token made of (epoch, partition, from, to), until it succeeds, and
 *       where an earlier try may have begun, see that its rows are there;
 *   <li>commit {@code to + 1} without metadata.
 * </ol>
 *
 * Whoever gets the partition after a crash at any point reads the plan, gathers exactly the same
 * records and writes them under the same token. A commit fails where the partition has been given
 * to somebody else; then the block is forgotten.
 */
final class BlockSession implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(BlockSession.class);
  private static final Duration LONGEST_POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final BlockSettings settings;
  private final BlockFactory factory;
  private final SinkMetrics metrics;
  private final BooleanSupplier stopping;
  private final Map<TopicPartition, PartitionProgress> owned = new HashMap<>();
  private final BlockFlush flush;

  BlockSession(
      Consumer<byte[], byte[]> consumer,
      BlockSettings settings,
      BlockFactory factory,
      SinkMetrics metrics,
      BooleanSupplier stopping) {
    this.consumer = consumer;
    this.settings = settings;
    this.factory = factory;
    this.metrics = metrics;
    this.stopping = stopping;
    this.flush = new BlockFlush(consumer, settings, metrics, stopping, owned);
  }

  /** Returns when it is told to stop; throws what a new session may get over. */
  void run() throws InterruptedException {
    consumer.subscribe(List.of(settings.topic()), this);
    while (!stopping.getAsBoolean()) {
      accept(poll());
      owned.values().forEach(progress -> progress.reach(consumer.position(progress.partition())));
      flush.flush(due());
      metrics.gathered(weight());
      owned.values().forEach(progress -> metrics.lag(progress.partition(), lag(progress)));
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(LONGEST_POLL);
    } catch (OffsetOutOfRangeException e) {
      e.offsetOutOfRangePartitions().forEach(this::reposition);
      return ConsumerRecords.empty();
    }
  }

  private void accept(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
    for (TopicPartition partition : records.partitions()) {
      PartitionProgress progress = owned.get(partition);
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        // It may have gone, and even come back, while a block was written.
        if (progress == null || owned.get(partition) != progress) {
          break;
        }
        if (progress.isAfterPlan(record.offset())) {
          progress.reach(record.offset());
          consumer.seek(partition, progress.id().to() + 1);
          break;
        }
        progress.add(record, System.nanoTime());
        if (weight() >= settings.maxRows()) {
          flush.flush(heaviest());
        }
      }
    }
  }

  private List<PartitionProgress> due() {
    long now = System.nanoTime();
    List<PartitionProgress> due = new ArrayList<>();
    for (PartitionProgress progress : owned.values()) {
      boolean caughtUp = consumer.currentLag(progress.partition()).orElse(0) == 0;
      if (progress.isDue(now, settings, caughtUp)) {
        due.add(progress);
      }
    }
    return due;
  }

  /** A planned block is left out: its end is fixed. */
  private List<PartitionProgress> heaviest() {
    return owned.values().stream()
        .filter(progress -> !progress.isPlanned() && !progress.block().isEmpty())
        .max(Comparator.comparingInt(progress -> progress.block().weight()))
        .map(List::of)
        .orElse(List.of());
  }

  private int weight() {
    int weight = 0;
    for (PartitionProgress progress : owned.values()) {
      weight += progress.block().weight();
    }
    return weight;
  }

  private long lag(PartitionProgress progress) {
    long position = consumer.position(progress.partition());
    return consumer.currentLag(progress.partition()).orElse(0) + position - progress.from();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    // All are sought before anything asks for a position: there is no reset policy to fall back on.
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = committed.get(partition);
      if (offset == null) {
        own(partition, first.getOrDefault(partition, 0L), Optional.empty());
      } else {
        own(partition, offset.offset(), BlockPlan.ofMetadata(offset.metadata()));
      }
    }
    if (flush.isPaused()) {
      consumer.pause(partitions);
    }
  }

  private void own(TopicPartition partition, long from, Optional<BlockPlan> plan) {
    LOG.info(
        "{}: {} from offset {}{}",
        settings.name(),
        partition,
        from,
        plan.map(block -> ", first again the block up to " + block.to()).orElse(""));
    plan.ifPresent(block -> metrics.recovered());
    metrics.committed(partition, from);
    consumer.seek(partition, from);
    long now = System.nanoTime();
    owned.put(
        partition, new PartitionProgress(partition, factory, settings.epoch(), from, plan, now));
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    // What is gathered is read again by the next owner; a block in flight is in its plan.
    partitions.forEach(
        partition -> {
          owned.remove(partition);
          metrics.forget(partition);
        });
  }

  /** The topic no longer has the offset, or does not have it yet: the log was cut at either end. */
  private void reposition(TopicPartition partition, Long offset) {
    PartitionProgress progress = owned.get(partition);
    Long first = consumer.beginningOffsets(List.of(partition)).get(partition);
    if (progress == null || first == null) {
      return;
    }
    if (offset < first) {
      LOG.error(
          "{}: offsets {} to {} of {} were deleted before they were written: raise the topic's"
              + " retention",
          settings.name(),
          offset,
          first - 1,
          partition);
      metrics.lost(first - offset);
      progress.skipTo(first);
      consumer.seek(partition, first);
    } else {
      LOG.error(
          "{}: {} ends before offset {}, which was read already: the topic was cut or made anew,"
              + " going on at its end; raise tidegauge.topic-epoch for a new topic",
          settings.name(),
          partition,
          offset);
      Map<TopicPartition, Long> end = consumer.endOffsets(List.of(partition));
      own(partition, end.getOrDefault(partition, first), Optional.empty());
    }
  }
}
