package io.tidegauge.processor.revise;

import io.tidegauge.contract.topic.Topics;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the raw sink has stored the samples topic: the positions that its consumer group has
 * committed.
 */
final class RawSinkProgress {

  private final Admin admin;
  private final String group;

  RawSinkProgress(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  /**
   * Whether all records of the partition up to {@code offset} are stored; false where it cannot be
   * told.
   */
  boolean hasPassed(int partition, long offset) throws InterruptedException {
    try {
      OffsetAndMetadata committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(10, TimeUnit.SECONDS)
              .get(new TopicPartition(Topics.SAMPLES, partition));
      return committed != null && committed.offset() > offset;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
