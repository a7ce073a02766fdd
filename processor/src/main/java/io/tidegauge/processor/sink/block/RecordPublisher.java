package io.tidegauge.processor.sink.block;

import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes what comes of a block besides its rows. */
@FunctionalInterface
public interface RecordPublisher {

  /**
   * Returns when all records are on their topics, durably.
   *
   * @throws IOException where one is not; some may be
   */
  void publish(List<ProducerRecord<byte[], byte[]>> records)
      throws IOException, InterruptedException;
}
