package io.tidegauge.contract.rollup;

import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.contract.wire.RecordFormat;
import java.nio.ByteBuffer;

/**
 * A record of the rollups topic: either one rollup of a series, or a mark that says how far a
 * partition's windows of a tenant have been closed (all rollups of windows that ended a grace
 * before it come before the mark, in offset order).
 *
 * <p>Key of a rollup, 25 bytes: series id (16, big-endian, high half first), window ordinal (1),
 * start (8, big-endian). Key of a mark: the byte 0xFF and the tenant's UTF-8. Value: message {@code
 * RollupRecord} of {@code tidegauge/v1/records.proto}.
 */
public sealed interface RollupRecord {

  /** The tenant. */
  String tenant();

  /** The record's key. */
  byte[] key();

  /** Writes the value. */
  void write(ProtoWriter out);

  /**
   * One rollup.
   *
   * @param metric the metric name, for the stores' sort order
   */
  record OfSeries(String tenant, SeriesId series, String metric, MetricKind kind, Rollup rollup)
      implements RollupRecord {

    @Override
    public byte[] key() {
      return ByteBuffer.allocate(25)
          .putLong(series.high())
          .putLong(series.low())
          .put((byte) rollup.window().ordinal())
          .putLong(rollup.start())
          .array();
    }

    @Override
    public void write(ProtoWriter out) {
      out.varintField(10, RecordFormat.CURRENT);
      out.stringField(1, tenant);
      out.fixed64Field(2, series.high());
      out.fixed64Field(3, series.low());
      out.stringField(4, metric);
      out.varintField(5, kind.ordinal());
      int start = out.beginMessage(6);
      RollupCodec.write(rollup, out);
      out.endMessage(start);
    }
  }

  /**
   * How far windows are closed.
   *
   * @param watermark event time in ms since the epoch
   */
  record Mark(String tenant, long watermark, RollupVersion version) implements RollupRecord {

    @Override
    public byte[] key() {
      byte[] name = tenant.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      return ByteBuffer.allocate(1 + name.length).put((byte) 0xFF).put(name).array();
    }

    @Override
    public void write(ProtoWriter out) {
      out.varintField(10, RecordFormat.CURRENT);
      out.stringField(1, tenant);
      out.zigZagField(7, watermark);
      out.varintField(8, version.epoch());
      out.varintField(9, version.offset());
    }
  }

  /** Reads a value. */
  static RollupRecord read(byte[] value) {
    ProtoReader in = new ProtoReader().reset(value, 0, value.length);
    String tenant = "";
    String metric = "";
    long high = 0;
    long low = 0;
    int kind = 0;
    Rollup rollup = null;
    long watermark = 0;
    int epoch = 0;
    long offset = 0;
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> tenant = in.stringField();
        case 2 -> high = in.fixed64Field();
        case 3 -> low = in.fixed64Field();
        case 4 -> metric = in.stringField();
        case 5 -> kind = in.uint31Field();
        case 6 -> {
          int outer = in.enter();
          rollup = RollupCodec.read(in);
          in.leave(outer);
        }
        case 7 -> watermark = in.zigZagField();
        case 8 -> epoch = in.uint31Field();
        case 9 -> offset = in.varintField();
        case 10 -> RecordFormat.check("a rollup record", in.uint31Field());
        default -> in.skip();
      }
    }
    if (rollup == null) {
      return new Mark(tenant, watermark, new RollupVersion(epoch, offset, 0));
    }
    MetricKind[] kinds = MetricKind.values();
    if (kind >= kinds.length) {
      throw new MalformedRecordException("rollup with unknown kind " + kind);
    }
    return new OfSeries(tenant, new SeriesId(high, low), metric, kinds[kind], rollup);
  }
}
