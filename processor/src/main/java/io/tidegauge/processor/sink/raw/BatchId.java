package io.tidegauge.processor.sink.raw;

import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.topic.RecordHeaders;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Which numbered batch of observations a record is, as 64 bits: whoever reads raw samples leaves
 * out a batch that was sent again, as the windows do. It is compared among samples of one series
 * and timestamp only, so that two batches of the same hash do no harm elsewhere.
 */
final class BatchId {

  /** Of records that are no numbered batch. */
  static final long NONE = 0;

  private BatchId() {}

  /** The hash of producer, epoch and sequence; {@link #NONE} where there is no producer. */
  static long of(Headers headers) {
    byte[] producer = value(headers, RecordHeaders.PRODUCER);
    if (producer.length == 0) {
      return NONE;
    }
    byte[] epoch = value(headers, RecordHeaders.EPOCH);
    byte[] sequence = value(headers, RecordHeaders.SEQUENCE);
    byte[] all =
        ByteBuffer.allocate(producer.length + epoch.length + sequence.length)
            .put(producer)
            .put(epoch)
            .put(sequence)
            .array();
    SeriesHasher hasher = new SeriesHasher();
    hasher.hash(all, 0, all.length);
    return hasher.low() == NONE ? 1 : hasher.low();
  }

  private static byte[] value(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? new byte[0] : header.value();
  }
}
