package io.tidegauge.query.support;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to the live topic as the processor does; waits until a record is there. */
public final class LiveTopic {

  private final KafkaProducer<byte[], byte[]> producer;

  /** One on these brokers. */
  public LiveTopic(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Writes a batch to a partition. */
  public void write(int partition, LiveBatch batch) {
    writeRaw(partition, LiveCodec.encode(batch));
  }

  /** Writes bytes, or a record without a value, to a partition. */
  public void writeRaw(int partition, byte @Nullable [] value) {
    try {
      producer.send(new ProducerRecord<>(Topics.LIVE, partition, null, value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Writes series to the partitions that they belong to. */
  public void write(String tenant, long offset, long watermark, LiveSeries... series) {
    for (int partition = 0; partition < Harness.PARTITIONS; partition++) {
      int here = partition;
      List<LiveSeries> mine =
          List.of(series).stream()
              .filter(s -> Topics.partition(s.series().low(), Harness.PARTITIONS) == here)
              .toList();
      if (!mine.isEmpty()) {
        write(partition, new LiveBatch(tenant, 1, offset, watermark, LiveBatch.UNKNOWN, mine));
      }
    }
  }

  /** Says how far history has everything, in all partitions. */
  public void stored(String tenant, long offset, long watermark, long stored) {
    for (int partition = 0; partition < Harness.PARTITIONS; partition++) {
      write(partition, new LiveBatch(tenant, 1, offset, watermark, stored, List.of()));
    }
  }
}
