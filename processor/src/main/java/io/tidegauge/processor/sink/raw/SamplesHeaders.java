package io.tidegauge.processor.sink.raw;

import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of a samples record that the sink needs.
 *
 * @param batch {@link BatchId} of observations
 */
record SamplesHeaders(RecordKind kind, String tenant, long batch) {

  /**
   * Reads them; the tenant of a tick is empty.
   *
   * @throws MalformedRecordException where one is missing, broken, or of a newer format
   */
  static SamplesHeaders of(Headers headers) {
    byte[] version = value(headers, RecordHeaders.VERSION);
    if (version.length != Integer.BYTES) {
      throw new MalformedRecordException("header " + RecordHeaders.VERSION + " has no 4 bytes");
    }
    int format = ByteBuffer.wrap(version).getInt();
    if (format > RecordHeaders.CURRENT_VERSION) {
      throw new MalformedRecordException(
          "the record has format "
              + format
              + ", this reader knows "
              + RecordHeaders.CURRENT_VERSION);
    }
    RecordKind kind = kind(value(headers, RecordHeaders.KIND));
    return new SamplesHeaders(
        kind,
        kind == RecordKind.TICK ? "" : tenant(headers),
        kind == RecordKind.OBSERVATIONS ? BatchId.of(headers) : BatchId.NONE);
  }

  private static RecordKind kind(byte[] value) {
    try {
      return RecordKind.ofCode(value.length == 1 ? value[0] : -1);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException("header " + RecordHeaders.KIND + " holds no known kind");
    }
  }

  private static String tenant(Headers headers) {
    String tenant = new String(value(headers, RecordHeaders.TENANT), StandardCharsets.UTF_8);
    if (tenant.isEmpty()) {
      throw new MalformedRecordException("header " + RecordHeaders.TENANT + " is empty");
    }
    return tenant;
  }

  private static byte[] value(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null) {
      throw new MalformedRecordException("header " + name + " is missing");
    }
    return header.value();
  }
}
