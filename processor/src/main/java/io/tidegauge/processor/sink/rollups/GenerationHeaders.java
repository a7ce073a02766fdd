package io.tidegauge.processor.sink.rollups;

import io.tidegauge.contract.topic.RecordHeaders;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What a record of the rollups topic says of the replay that it belongs to. */
final class GenerationHeaders {

  private GenerationHeaders() {}

  /** The replay; 0 where the record is of none. */
  static long generation(Headers headers) {
    Header header = headers.lastHeader(RecordHeaders.GENERATION);
    return header == null || header.value().length != Long.BYTES
        ? 0
        : ByteBuffer.wrap(header.value()).getLong();
  }

  /** How many partitions there are where the record is the mark of a replay, else 0. */
  static int partitions(Headers headers) {
    Header header = headers.lastHeader(RecordHeaders.GENERATION_PARTITIONS);
    return header == null || header.value().length != Integer.BYTES
        ? 0
        : ByteBuffer.wrap(header.value()).getInt();
  }
}
