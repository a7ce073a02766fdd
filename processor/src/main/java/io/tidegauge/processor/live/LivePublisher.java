package io.tidegauge.processor.live;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveBatchWriter;
import io.tidegauge.contract.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the tasks hand over and writes it to the live topic, with a producer of its own and
 * outside of any transaction: live state does not wait for commits. One thread runs it.
 */
final class LivePublisher implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(LivePublisher.class);

  /** Of a record's series, before the last of them; the topic's default limit is 1 MB. */
  static final int RECORD_BYTES = 256 * 1024;

  private final LiveHub hub;
  private final Producer<byte[], byte[]> producer;
  private final LiveMetrics metrics;
  private final LiveBatchWriter writer = new LiveBatchWriter(RECORD_BYTES);
  private volatile boolean closed;

  LivePublisher(LiveHub hub, Producer<byte[], byte[]> producer, LiveMetrics metrics) {
    this.hub = hub;
    this.producer = producer;
    this.metrics = metrics;
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        hub.await(100);
        publishOffered();
      }
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    closed = true;
  }

  /** After {@link #run} has returned. */
  void closeProducer() {
    producer.close(Duration.ofSeconds(5));
  }

  /** One pass over the tasks. */
  void publishOffered() {
    for (LiveSlot slot : hub.slots()) {
      List<LiveBatch> batches = slot.take();
      if (batches != null) {
        for (LiveBatch batch : batches) {
          writer.write(
              batch, (value, series) -> publish(slot.partition(), batch.tenant(), value, series));
        }
      }
    }
  }

  private void publish(int partition, String tenant, byte[] value, int series) {
    try {
      producer.send(
          new ProducerRecord<>(Topics.LIVE, partition, null, value),
          (metadata, exception) -> {
            if (exception == null) {
              metrics.published(series, value.length);
            } else {
              failed(tenant, series, exception);
            }
          });
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      failed(tenant, series, e);
    }
  }

  /**
   * What is lost here is lost for the topic's readers until it is told in full again: send it all
   * again.
   */
  private void failed(String tenant, int series, Exception exception) {
    metrics.failed(series);
    if (exception instanceof RecordTooLargeException) {
      LOG.error(
          "a live series of tenant {} is too large to publish, its next change is tried again: {}",
          tenant,
          exception.getMessage());
      return; // it would be as large in the full state
    }
    LOG.warn(
        "{} live series of tenant {} were not published, the full state will follow: {}",
        series,
        tenant,
        exception.toString());
    hub.request();
  }
}
