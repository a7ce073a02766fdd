package io.tidegauge.processor.live;

import io.tidegauge.contract.live.LiveRecord;
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

  private final LiveHub<LiveRecord> hub;
  private final Producer<byte[], byte[]> producer;
  private final LiveMetrics metrics;
  private volatile boolean closed;

  LivePublisher(LiveHub<LiveRecord> hub, Producer<byte[], byte[]> producer, LiveMetrics metrics) {
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
    for (LiveSlot<LiveRecord> slot : hub.slots()) {
      List<LiveRecord> records = slot.take();
      if (records != null) {
        records.forEach(record -> publish(slot.partition(), record));
      }
    }
  }

  private void publish(int partition, LiveRecord record) {
    try {
      producer.send(
          new ProducerRecord<>(Topics.LIVE, partition, null, record.value()),
          (metadata, exception) -> {
            if (exception == null) {
              metrics.published(record.series(), record.value().length);
            } else {
              failed(record, exception);
            }
          });
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      failed(record, e);
    }
  }

  /**
   * What is lost here is lost for the topic's readers until it is told in full again: send it all
   * again.
   */
  private void failed(LiveRecord record, Exception exception) {
    metrics.failed(record.series());
    if (exception instanceof RecordTooLargeException) {
      LOG.error(
          "a live series of tenant {} is too large to publish, its next change is tried again: {}",
          record.tenant(),
          exception.getMessage());
      return; // it would be as large in the full state
    }
    LOG.warn(
        "{} live series of tenant {} were not published, the full state will follow: {}",
        record.series(),
        record.tenant(),
        exception.toString());
    hub.request();
  }
}
