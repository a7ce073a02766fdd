package io.tidegauge.cli.topic;

import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a samples record ({@link RecordHeaders}).
 *
 * @param tenant empty for a tick
 * @param received ms since the epoch, null where there is none
 * @param producer empty where the batch has no number
 */
record SampleHeaders(
    RecordKind kind,
    String tenant,
    @Nullable Long received,
    String producer,
    @Nullable Long epoch,
    @Nullable Long sequence,
    String traceparent) {

  static SampleHeaders of(Headers headers) {
    byte[] version = value(headers, RecordHeaders.VERSION);
    if (version.length != Integer.BYTES) {
      throw new MalformedRecordException("header " + RecordHeaders.VERSION + " has no 4 bytes");
    }
    int format = ByteBuffer.wrap(version).getInt();
    if (format > RecordHeaders.CURRENT_VERSION) {
      throw new MalformedRecordException(
          "the record has format "
              + format
              + ", this command knows "
              + RecordHeaders.CURRENT_VERSION);
    }
    return new SampleHeaders(
        kind(value(headers, RecordHeaders.KIND)),
        text(headers, RecordHeaders.TENANT),
        number(headers, RecordHeaders.RECEIVED),
        text(headers, RecordHeaders.PRODUCER),
        number(headers, RecordHeaders.EPOCH),
        number(headers, RecordHeaders.SEQUENCE),
        text(headers, RecordHeaders.TRACEPARENT));
  }

  void write(JsonLines line) {
    if (received != null) {
      line.time("received", received);
    }
    line.textUnlessEmpty("tenant", tenant);
    line.textUnlessEmpty("producer", producer);
    if (epoch != null) {
      line.number("epoch", epoch);
    }
    if (sequence != null) {
      line.number("sequence", sequence);
    }
    line.textUnlessEmpty("traceparent", traceparent);
  }

  private static RecordKind kind(byte[] value) {
    try {
      return RecordKind.ofCode(value.length == 1 ? value[0] : -1);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException("header " + RecordHeaders.KIND + " holds no known kind");
    }
  }

  private static String text(Headers headers, String name) {
    return new String(value(headers, name), StandardCharsets.UTF_8);
  }

  private static @Nullable Long number(Headers headers, String name) {
    byte[] value = value(headers, name);
    return value.length == Long.BYTES ? ByteBuffer.wrap(value).getLong() : null;
  }

  private static byte[] value(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? new byte[0] : header.value();
  }
}
