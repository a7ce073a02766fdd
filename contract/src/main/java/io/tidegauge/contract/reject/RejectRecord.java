package io.tidegauge.contract.reject;

import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.contract.wire.RecordFormat;

/**
 * A record of the rejects topic: something finally refused, with why and where from. Value: message
 * {@code Reject} of {@code tidegauge/v1/records.proto}. Key: the tenant's UTF-8.
 *
 * @param tenant the tenant
 * @param reason why; never a retryable one
 * @param protocol how it came: otlp_http, otlp_grpc, remote_write_1, remote_write_2, influx,
 *     stream, stream_frames, processor
 * @param source the peer's address, or the topic position for what the processor refused
 * @param received when, ms since the epoch
 * @param message what to change, as the sender was told
 * @param series the series in text form, empty where it could not be read
 * @param timestamp of the sample, 0 where there is none
 * @param value of the sample, NaN where there is none
 * @param original what was sent (the sample, or the body up to a cap), empty where the tenant's cap
 *     of originals was reached
 * @param originalLength bytes that the original had before it was cut to the cap; records of before
 *     this was noted have the length of what they hold
 */
public record RejectRecord(
    String tenant,
    RejectReason reason,
    String protocol,
    String source,
    long received,
    String message,
    String series,
    long timestamp,
    double value,
    byte[] original,
    int originalLength) {

  /** A record whose original is whole. */
  public RejectRecord(
      String tenant,
      RejectReason reason,
      String protocol,
      String source,
      long received,
      String message,
      String series,
      long timestamp,
      double value,
      byte[] original) {
    this(
        tenant,
        reason,
        protocol,
        source,
        received,
        message,
        series,
        timestamp,
        value,
        original,
        original.length);
  }

  /** Whether the original is all that was sent. */
  public boolean isWhole() {
    return original.length == originalLength;
  }

  /** The value's bytes. */
  public byte[] encode() {
    ProtoWriter out = new ProtoWriter(256 + original.length);
    out.varintField(12, RecordFormat.CURRENT);
    out.stringField(1, tenant);
    out.stringField(2, reason.label());
    out.stringField(3, protocol);
    out.stringField(4, source);
    out.zigZagField(5, received);
    out.stringField(6, message);
    out.stringField(7, series);
    out.zigZagField(8, timestamp);
    out.doubleField(9, value);
    out.bytesField(10, original);
    if (!isWhole()) {
      out.varintField(11, originalLength);
    }
    return out.toByteArray();
  }

  /** The record of a value's bytes. */
  public static RejectRecord decode(byte[] bytes) {
    ProtoReader in = new ProtoReader().reset(bytes, 0, bytes.length);
    String tenant = "";
    String reason = "";
    String protocol = "";
    String source = "";
    long received = 0;
    String message = "";
    String series = "";
    long timestamp = 0;
    double value = Double.NaN;
    byte[] original = new byte[0];
    int originalLength = 0;
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> tenant = in.stringField();
        case 2 -> reason = in.stringField();
        case 3 -> protocol = in.stringField();
        case 4 -> source = in.stringField();
        case 5 -> received = in.zigZagField();
        case 6 -> message = in.stringField();
        case 7 -> series = in.stringField();
        case 8 -> timestamp = in.zigZagField();
        case 9 -> value = in.doubleField();
        case 10 -> original = in.bytesField();
        case 11 -> originalLength = in.uint31Field();
        case 12 -> RecordFormat.check("a reject", in.uint31Field());
        default -> in.skip();
      }
    }
    return new RejectRecord(
        tenant,
        reasonOf(reason),
        protocol,
        source,
        received,
        message,
        series,
        timestamp,
        value,
        original,
        Math.max(original.length, originalLength));
  }

  private static RejectReason reasonOf(String label) {
    try {
      return RejectReason.ofLabel(label);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException("unknown reject reason '" + label + "'");
    }
  }
}
