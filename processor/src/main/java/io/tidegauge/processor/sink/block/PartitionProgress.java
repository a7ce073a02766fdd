package io.tidegauge.processor.sink.block;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far one partition is: what is committed, and the block that is being gathered after it. */
final class PartitionProgress {

  private final TopicPartition partition;
  private final BlockFactory factory;
  private final int epoch;
  private @Nullable BlockPlan plan;
  private boolean recovered;
  private Block block;
  private long from;
  private long next;
  private long openedNanos;
  private long committedNanos;

  /**
   * @param from the committed offset, or where a group without one starts
   * @param plan of a block that may have been written already
   */
  PartitionProgress(
      TopicPartition partition,
      BlockFactory factory,
      int epoch,
      long from,
      Optional<BlockPlan> plan,
      long nowNanos) {
    this.partition = partition;
    this.factory = factory;
    this.epoch = epoch;
    this.from = from;
    this.next = from;
    this.plan = plan.orElse(null);
    this.recovered = plan.isPresent();
    this.block = factory.open();
    this.committedNanos = nowNanos;
  }

  TopicPartition partition() {
    return partition;
  }

  Block block() {
    return block;
  }

  long from() {
    return from;
  }

  boolean isPlanned() {
    return plan != null;
  }

  /** Whether somebody else planned the block, who may have begun to write it. */
  boolean isRecovered() {
    return recovered;
  }

  /** Whether an offset lies after the planned block. */
  boolean isAfterPlan(long offset) {
    return plan != null && offset > plan.to();
  }

  void add(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
    if (block.isEmpty()) {
      openedNanos = nowNanos;
    }
    block.add(record);
    next = record.offset() + 1;
  }

  /**
   * Takes the reader's position, which is beyond the last record where there were only ticks,
   * markers of transactions or aborted records.
   */
  void reach(long position) {
    next = Math.max(next, position);
  }

  /** Forgets offsets that the topic has no more. */
  void skipTo(long offset) {
    next = offset;
    if (plan == null && block.isEmpty()) {
      from = offset;
    }
  }

  /** Whether the block is to be written now. */
  boolean isDue(long nowNanos, BlockSettings settings, boolean caughtUp) {
    if (plan != null) {
      return next > plan.to();
    }
    if (block.isEmpty()) {
      return next > from && nowNanos - committedNanos >= settings.longestInterval().toNanos();
    }
    long age = nowNanos - openedNanos;
    return age >= settings.longestInterval().toNanos()
        || (caughtUp && age >= settings.interval().toNanos());
  }

  /** The block as it is now, or as it was planned. */
  BlockId id() {
    BlockPlan planned = plan;
    return planned == null
        ? new BlockId(epoch, partition.partition(), from, next - 1)
        : new BlockId(planned.epoch(), partition.partition(), from, planned.to());
  }

  /** Keeps what was committed as the block's plan. */
  void planned(BlockId id) {
    plan = new BlockPlan(id.epoch(), id.to());
  }

  /** The block is written and its end committed. */
  void committed(BlockId id, long nowNanos) {
    plan = null;
    recovered = false;
    from = id.to() + 1;
    next = Math.max(next, from);
    block = factory.open();
    committedNanos = nowNanos;
  }
}
