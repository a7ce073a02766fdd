package io.tidegauge.processor.topology;

import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.processor.window.InputRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a samples record. */
final class RecordReader {

  /** How far a gateway's clock may be ahead of the broker's to be believed, ms. */
  static final long BELIEVED_AHEAD = 5_000;

  private static final String DEFAULT_TENANT = "default";
  private static final byte[] EMPTY = new byte[0];

  private final boolean checksReceiveTime;

  /**
   * A reader.
   *
   * @param checksReceiveTime whether receive times can be compared with append times: only where
   *     the installation's clock shows the true time
   */
  RecordReader(boolean checksReceiveTime) {
    this.checksReceiveTime = checksReceiveTime;
  }

  /** A record was written by a later version. */
  static final class UnknownVersionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownVersionException(int version, long offset) {
      super(
          "the record at offset "
              + offset
              + " has version "
              + version
              + ", this processor reads up to "
              + RecordHeaders.CURRENT_VERSION
              + ": upgrade the processor");
    }
  }

  /**
   * The record. Where a header is absent: the tenant {@code default}, samples, received when it was
   * appended.
   */
  InputRecord read(long offset, long appended, Headers headers, byte @Nullable [] value) {
    String tenant = DEFAULT_TENANT;
    RecordKind kind = RecordKind.SAMPLES;
    long received = appended;
    String producer = "";
    long epoch = 0;
    long sequence = 0;
    for (Header header : headers) {
      byte[] bytes = header.value();
      if (bytes == null) {
        continue;
      }
      switch (header.key()) {
        case RecordHeaders.VERSION -> requireKnown((int) number(bytes), offset);
        case RecordHeaders.TENANT -> tenant = new String(bytes, StandardCharsets.UTF_8);
        case RecordHeaders.KIND -> kind = kind(bytes, offset);
        case RecordHeaders.RECEIVED -> received = believed(number(bytes), appended);
        case RecordHeaders.PRODUCER -> producer = new String(bytes, StandardCharsets.UTF_8);
        case RecordHeaders.EPOCH -> epoch = number(bytes);
        case RecordHeaders.SEQUENCE -> sequence = number(bytes);
        default -> {
          // traceparent, and what later versions add
        }
      }
    }
    return new InputRecord(
        offset, tenant, kind, received, producer, epoch, sequence, value == null ? EMPTY : value);
  }

  /**
   * A gateway whose clock runs ahead of the broker's is not believed. One that is behind is: a
   * record may have waited for the broker, and a low receive time holds a watermark back at worst.
   */
  private long believed(long received, long appended) {
    return checksReceiveTime && received > appended + BELIEVED_AHEAD ? appended : received;
  }

  private static void requireKnown(int version, long offset) {
    if (version > RecordHeaders.CURRENT_VERSION) {
      throw new UnknownVersionException(version, offset);
    }
  }

  private static RecordKind kind(byte[] bytes, long offset) {
    try {
      return RecordKind.ofCode((byte) number(bytes));
    } catch (IllegalArgumentException e) {
      throw new UnknownVersionException(RecordHeaders.CURRENT_VERSION + 1, offset);
    }
  }

  private static long number(byte[] bytes) {
    return switch (bytes.length) {
      case 1 -> bytes[0];
      case 4 -> ByteBuffer.wrap(bytes).getInt();
      case 8 -> ByteBuffer.wrap(bytes).getLong();
      default -> 0;
    };
  }
}
