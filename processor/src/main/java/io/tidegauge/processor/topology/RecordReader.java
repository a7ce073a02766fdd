package io.tidegauge.processor.topology;

import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.processor.samples.SamplesHeaders;
import io.tidegauge.processor.window.InputRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Makes a record of the samples topic into the engine's. */
final class RecordReader {

  /** How far a gateway's clock may be ahead of the broker's to be believed, ms. */
  static final long BELIEVED_AHEAD = 5_000;

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

  /** The record, received when it was appended where the gateway gave no time. */
  InputRecord read(long offset, long appended, Headers headers, byte @Nullable [] value) {
    SamplesHeaders read = SamplesHeaders.of(headers);
    if (value == null && read.kind() != RecordKind.TICK) {
      throw new MalformedRecordException("the record has no value");
    }
    return new InputRecord(
        offset,
        read.tenant(),
        read.kind(),
        read.received() == SamplesHeaders.NO_TIME ? appended : believed(read.received(), appended),
        read.producer(),
        read.epoch(),
        read.sequence(),
        value == null ? EMPTY : value);
  }

  /** A record whose headers cannot be read, to be refused: its position counts all the same. */
  static InputRecord unreadable(
      long offset, long appended, Headers headers, byte @Nullable [] value) {
    return new InputRecord(
        offset,
        SamplesHeaders.tenantOf(headers),
        RecordKind.SAMPLES,
        appended,
        "",
        0,
        0,
        value == null ? EMPTY : value);
  }

  /**
   * A gateway whose clock runs ahead of the broker's is not believed. One that is behind is: a
   * record may have waited for the broker, and a low receive time holds a watermark back at worst.
   */
  private long believed(long received, long appended) {
    return checksReceiveTime && received > appended + BELIEVED_AHEAD ? appended : received;
  }
}
