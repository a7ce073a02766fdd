package io.tidegauge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the windows have committed the samples topic. */
public final class SamplesProgress implements AutoCloseable {

  private final Admin admin;

  public SamplesProgress(String bootstrapServers) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Returns when the records before an offset are committed in all partitions. */
  public void await(long offset) throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (lowest() < offset) {
      assertThat(System.nanoTime())
          .as("offset %s is committed within a minute, now %s", offset, lowest())
          .isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** The lowest of the partitions' committed offsets. */
  private long lowest() throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        admin.listConsumerGroupOffsets("tidegauge-processor").partitionsToOffsetAndMetadata().get();
    long lowest = Long.MAX_VALUE;
    for (int p = 0; p < SamplesFeed.PARTITIONS; p++) {
      OffsetAndMetadata of = offsets.get(new TopicPartition(Topics.SAMPLES, p));
      lowest = Math.min(lowest, of == null ? 0 : of.offset());
    }
    return lowest;
  }

  @Override
  public void close() {
    admin.close();
  }
}
