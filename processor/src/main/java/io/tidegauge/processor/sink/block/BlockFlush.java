package io.tidegauge.processor.sink.block;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes blocks, steps 2 to 4 of {@link BlockSession}'s protocol. The consumer stays in its group
 * however long the store is away.
 */
final class BlockFlush {

  private static final Logger LOG = LoggerFactory.getLogger(BlockFlush.class);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private final Consumer<byte[], byte[]> consumer;
  private final BlockSettings settings;
  private final SinkMetrics metrics;
  private final BooleanSupplier stopping;
  private final Map<TopicPartition, PartitionProgress> owned;
  private final BlockCommits commits;
  private boolean paused;
  private long polledNanos;

  BlockFlush(
      Consumer<byte[], byte[]> consumer,
      BlockSettings settings,
      SinkMetrics metrics,
      BooleanSupplier stopping,
      Map<TopicPartition, PartitionProgress> owned) {
    this.consumer = consumer;
    this.settings = settings;
    this.metrics = metrics;
    this.stopping = stopping;
    this.owned = owned;
    this.commits = new BlockCommits(consumer, owned, this::waitPaused);
  }

  /** Whether newly assigned partitions must not give records yet. */
  boolean isPaused() {
    return paused;
  }

  /**
   * Returns when all blocks are written and committed, those left out whose partition has been lost
   * meanwhile, or when told to stop.
   */
  void flush(List<PartitionProgress> due) throws InterruptedException {
    if (due.isEmpty()) {
      return;
    }
    polledNanos = System.nanoTime();
    List<DueBlock> blocks =
        due.stream().map(progress -> new DueBlock(progress, progress.id())).toList();
    List<DueBlock> unplanned =
        blocks.stream()
            .filter(block -> !block.progress().block().isEmpty() && !block.progress().isPlanned())
            .toList();
    commits
        .commit(unplanned, DueBlock::before)
        .forEach(block -> block.progress().planned(block.id()));
    List<DueBlock> written = new ArrayList<>();
    for (DueBlock block : blocks) {
      if (block.progress().block().isEmpty() || write(block)) {
        written.add(block);
      }
    }
    for (DueBlock block : commits.commit(written, DueBlock::after)) {
      block.progress().committed(block.id(), System.nanoTime());
      metrics.committed(block.progress().partition(), block.id().to() + 1);
    }
    if (paused) {
      paused = false;
      consumer.resume(consumer.paused());
    }
  }

  /** False where the partition has been lost meanwhile, or it was told to stop. */
  private boolean write(DueBlock due) throws InterruptedException {
    if (System.nanoTime() - polledNanos > KEEP_ALIVE.toNanos()) {
      waitPaused(Duration.ZERO);
    }
    PartitionProgress progress = due.progress();
    Backoff backoff = new Backoff();
    boolean again = progress.isRecovered();
    while (owned.get(progress.partition()) == progress && !stopping.getAsBoolean()) {
      long start = System.nanoTime();
      try {
        progress.block().write(due.id(), again);
        metrics.written(progress.block().weight(), System.nanoTime() - start);
        return true;
      } catch (IOException e) {
        metrics.failed(e);
        again = true;
        Duration pause = backoff.next();
        LOG.warn(
            "{}: offsets {} to {} of {} cannot be written yet, trying again in {} ms: {}",
            settings.name(),
            due.id().from(),
            due.id().to(),
            progress.partition(),
            pause.toMillis(),
            e.toString());
        waitPaused(pause);
      }
    }
    return false;
  }

  /** Stays in the group for a while without taking records. */
  private void waitPaused(Duration pause) {
    paused = true;
    consumer.pause(consumer.assignment());
    polledNanos = System.nanoTime();
    if (!consumer.poll(pause).isEmpty()) {
      throw new IllegalStateException("records came from partitions that are paused");
    }
  }
}
