package io.tidegauge.processor.samples;

import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.UnknownVersionException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a samples record, read alike by the windows and by the raw sink: what one of them
 * refuses the other must not count.
 *
 * @param kind what the record holds
 * @param tenant the tenant; empty for a tick
 * @param received receive time, ms since the epoch; {@link #NO_TIME} where the gateway gave none
 * @param producer id of the client that numbers its batches of observations; empty where it does
 *     not
 * @param epoch of that client
 * @param sequence number of the batch
 */
public record SamplesHeaders(
    RecordKind kind, String tenant, long received, String producer, long epoch, long sequence) {

  /** No receive time. */
  public static final long NO_TIME = Long.MIN_VALUE;

  /**
   * Reads them.
   *
   * @throws MalformedRecordException where one is missing or broken
   * @throws UnknownVersionException where a later version wrote them
   */
  public static SamplesHeaders of(Headers headers) {
    byte[] version = bytes(headers, RecordHeaders.VERSION, Integer.BYTES);
    int format = ByteBuffer.wrap(version).getInt();
    if (format > RecordHeaders.CURRENT_VERSION) {
      throw new UnknownVersionException(
          "a record has format " + format + ", known is " + RecordHeaders.CURRENT_VERSION);
    }
    RecordKind kind = kind(bytes(headers, RecordHeaders.KIND, 1)[0]);
    String producer = kind == RecordKind.OBSERVATIONS ? text(headers, RecordHeaders.PRODUCER) : "";
    boolean numbered = !producer.isEmpty();
    return new SamplesHeaders(
        kind,
        kind == RecordKind.TICK ? "" : tenant(headers),
        value(headers, RecordHeaders.RECEIVED) == null
            ? NO_TIME
            : number(headers, RecordHeaders.RECEIVED),
        producer,
        numbered ? number(headers, RecordHeaders.EPOCH) : 0,
        numbered ? number(headers, RecordHeaders.SEQUENCE) : 0);
  }

  /** The tenant of a record whose headers may be broken; empty where there is none. */
  public static String tenantOf(Headers headers) {
    return text(headers, RecordHeaders.TENANT);
  }

  private static RecordKind kind(byte code) {
    try {
      return RecordKind.ofCode(code);
    } catch (IllegalArgumentException e) {
      throw new UnknownVersionException("a record is of the unknown kind " + code);
    }
  }

  private static String tenant(Headers headers) {
    String tenant = text(headers, RecordHeaders.TENANT);
    if (tenant.isEmpty()) {
      throw new MalformedRecordException("header " + RecordHeaders.TENANT + " is missing or empty");
    }
    return tenant;
  }

  private static String text(Headers headers, String name) {
    byte[] value = value(headers, name);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  private static long number(Headers headers, String name) {
    return ByteBuffer.wrap(bytes(headers, name, Long.BYTES)).getLong();
  }

  private static byte[] bytes(Headers headers, String name, int length) {
    byte[] value = value(headers, name);
    if (value == null) {
      throw new MalformedRecordException("header " + name + " is missing");
    }
    if (value.length != length) {
      throw new MalformedRecordException(
          "header " + name + " has " + value.length + " bytes instead of " + length);
    }
    return value;
  }

  private static byte @Nullable [] value(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }
}
