package io.tidegauge.processor.sink.block;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;

/** Commits for as long as the partitions are ours. */
final class BlockCommits {

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, PartitionProgress> owned;
  private final Consumer<Duration> waiting;

  /**
   * @param owned what the group has given to this consumer, kept up by its rebalance listener
   * @param waiting polls for a while, so that a rebalance can be finished
   */
  BlockCommits(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, PartitionProgress> owned,
      Consumer<Duration> waiting) {
    this.consumer = consumer;
    this.owned = owned;
    this.waiting = waiting;
  }

  /**
   * Commits one offset for each block and gives those for which it is committed; the others'
   * partitions have been lost to a rebalance. Other failures are thrown.
   */
  List<DueBlock> commit(List<DueBlock> blocks, Function<DueBlock, OffsetAndMetadata> offset) {
    Backoff backoff = new Backoff();
    while (true) {
      List<DueBlock> ours = blocks.stream().filter(this::isOurs).toList();
      if (ours.isEmpty()) {
        return ours;
      }
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      ours.forEach(block -> offsets.put(block.progress().partition(), offset.apply(block)));
      try {
        consumer.commitSync(offsets);
        return ours;
      } catch (RebalanceInProgressException | CommitFailedException | TimeoutException e) {
        waiting.accept(backoff.next());
      }
    }
  }

  private boolean isOurs(DueBlock block) {
    return owned.get(block.progress().partition()) == block.progress();
  }
}
