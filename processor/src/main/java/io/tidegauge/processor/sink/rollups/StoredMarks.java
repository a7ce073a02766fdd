package io.tidegauge.processor.sink.rollups;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.processor.sink.block.RecordPublisher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Tells the readers of the live topic how far history has all rollups. */
final class StoredMarks {

  private final RecordPublisher publisher;
  private final String topic;

  /**
   * @param topic the live topic
   */
  StoredMarks(RecordPublisher publisher, String topic) {
    this.publisher = publisher;
    this.topic = topic;
  }

  /** Returns when the marks are on the live topic's partition. */
  void publish(int partition, Collection<RollupRecord.Mark> marks)
      throws IOException, InterruptedException {
    if (!marks.isEmpty()) {
      publisher.publish(marks.stream().map(mark -> record(partition, mark)).toList());
    }
  }

  private ProducerRecord<byte[], byte[]> record(int partition, RollupRecord.Mark mark) {
    LiveBatch batch =
        new LiveBatch(
            mark.tenant(),
            mark.version().epoch(),
            mark.version().offset(),
            LiveBatch.UNKNOWN,
            mark.watermark(),
            List.of());
    return new ProducerRecord<>(
        topic, partition, mark.tenant().getBytes(StandardCharsets.UTF_8), LiveCodec.encode(batch));
  }
}
