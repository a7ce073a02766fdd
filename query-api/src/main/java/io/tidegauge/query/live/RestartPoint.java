package io.tidegauge.query.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node that starts begins to read the live topic, so that it need not read all that the
 * topic keeps: {@link LiveState#knownFrom()} of any node, as it was lately. It is kept with Kafka,
 * as the offsets of a group without members, with the topic's tag as their metadata. Where there is
 * none, or it cannot be read, nodes begin at the topic's beginning. Not thread-safe.
 */
final class RestartPoint {

  static final String GROUP = "tidegauge-live-state";

  private static final Logger LOG = LoggerFactory.getLogger(RestartPoint.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Admin admin;
  private final String tag;
  private final List<TopicPartition> partitions;
  private long written = System.nanoTime() - EVERY.toNanos();

  RestartPoint(Admin admin, String tag, List<TopicPartition> partitions) {
    this.admin = admin;
    this.tag = tag;
    this.partitions = List.copyOf(partitions);
  }

  /** The offsets, of those partitions that have one. */
  Map<TopicPartition, Long> read() throws InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    try {
      admin
          .listConsumerGroupOffsets(GROUP)
          .partitionsToOffsetAndMetadata()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .forEach(
              (partition, offset) -> {
                if (offset != null && offset.metadata().equals(tag)) {
                  offsets.put(partition, offset.offset());
                }
              });
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("No place to begin at is known, reading all of the live topic: {}", e.toString());
    }
    return offsets;
  }

  /** Keeps it for others, at once and then once a minute; does not wait. */
  void writeIfDue(LiveState state) {
    if (System.nanoTime() - written >= EVERY.toNanos()) {
      written = System.nanoTime();
      write(state.knownFrom());
    }
  }

  private void write(Position from) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      offsets.put(partition, new OffsetAndMetadata(from.next(partition.partition()), tag));
    }
    admin
        .alterConsumerGroupOffsets(GROUP, offsets)
        .all()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.debug("The place to begin at was not kept; the next one will be", failure);
              }
            });
  }
}
