package io.tidegauge.contract.revision;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.contract.wire.RecordFormat;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of the revisions topic. The task that owns a series asks for a closed window that a late
 * sample falls in ({@link Request}); the reviser computes it, and its closed ancestors, again from
 * the raw samples and answers with one {@link Result} a window, which the task takes into its open
 * windows and passes on to the rollups topic.
 *
 * <p>Key: as of {@link RollupRecord.OfSeries}. Value: message {@code Revision} of {@code
 * tidegauge/v1/records.proto}.
 */
public sealed interface RevisionRecord {

  /** The tenant. */
  String tenant();

  /** The series. */
  SeriesId series();

  /** All its labels. */
  Labels labels();

  /** How its values are read. */
  MetricKind kind();

  /** Which of the four windows. */
  Window window();

  /** Start of the window, ms since the epoch. */
  long start();

  /** The value's bytes. */
  byte[] encode();

  /** The record's key. */
  default byte[] key() {
    return ByteBuffer.allocate(25)
        .putLong(series().high())
        .putLong(series().low())
        .put((byte) window().ordinal())
        .putLong(start())
        .array();
  }

  /**
   * A closed window is to be computed again.
   *
   * @param watermark of the partition and tenant, event time in ms: ancestors that this has closed
   *     are wanted too
   * @param epoch of the samples topic
   * @param offset of the samples record up to which raw samples count; the version of the result
   */
  record Request(
      String tenant,
      SeriesId series,
      Labels labels,
      MetricKind kind,
      Window window,
      long start,
      long watermark,
      int epoch,
      long offset)
      implements RevisionRecord {

    @Override
    public byte[] encode() {
      ProtoWriter out = new ProtoWriter(256);
      writeSeries(this, out);
      out.varintField(7, window.ordinal() + 1L);
      out.zigZagField(8, start);
      out.zigZagField(9, watermark);
      out.varintField(10, epoch);
      out.varintField(11, offset);
      return out.toByteArray();
    }
  }

  /**
   * A closed window, computed again.
   *
   * @param watermark as of the request: closed ancestors that it had not passed are not among the
   *     results, and are to be asked for
   * @param rollup FINAL, with a version above all that was written of the window before
   */
  record Result(
      String tenant, SeriesId series, Labels labels, MetricKind kind, long watermark, Rollup rollup)
      implements RevisionRecord {

    @Override
    public Window window() {
      return rollup.window();
    }

    @Override
    public long start() {
      return rollup.start();
    }

    @Override
    public byte[] encode() {
      ProtoWriter out = new ProtoWriter(512);
      writeSeries(this, out);
      int start = out.beginMessage(6);
      RollupCodec.write(rollup, out);
      out.endMessage(start);
      out.zigZagField(9, watermark);
      return out.toByteArray();
    }

    /** The record that goes on to the rollups topic. */
    public RollupRecord.OfSeries toRollupRecord() {
      return new RollupRecord.OfSeries(tenant, series, labels.metric(), kind, rollup);
    }
  }

  /** Reads a value. */
  static RevisionRecord decode(byte[] bytes) {
    ProtoReader in = new ProtoReader().reset(bytes, 0, bytes.length);
    String tenant = "";
    long high = 0;
    long low = 0;
    Map<String, String> labels = new LinkedHashMap<>();
    String name = "";
    int kind = 0;
    @Nullable Rollup rollup = null;
    int window = 0;
    long start = 0;
    long watermark = 0;
    int epoch = 0;
    long offset = 0;
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> tenant = in.stringField();
        case 2 -> high = in.fixed64Field();
        case 3 -> low = in.fixed64Field();
        case 4 -> {
          String text = in.stringField();
          if (name.isEmpty()) {
            name = text;
          } else {
            labels.put(name, text);
            name = "";
          }
        }
        case 5 -> kind = in.uint31Field();
        case 6 -> {
          int outer = in.enter();
          rollup = RollupCodec.read(in);
          in.leave(outer);
        }
        case 7 -> window = in.uint31Field();
        case 8 -> start = in.zigZagField();
        case 9 -> watermark = in.zigZagField();
        case 10 -> epoch = in.uint31Field();
        case 11 -> offset = in.varintField();
        case 12 -> RecordFormat.check("a revision record", in.uint31Field());
        default -> in.skip();
      }
    }
    if (!name.isEmpty()) {
      throw new MalformedRecordException("revision with a label name without a value: " + name);
    }
    MetricKind[] kinds = MetricKind.values();
    if (kind >= kinds.length) {
      throw new MalformedRecordException("revision with unknown kind " + kind);
    }
    SeriesId series = new SeriesId(high, low);
    if (rollup != null) {
      return new Result(tenant, series, Labels.of(labels), kinds[kind], watermark, rollup);
    }
    Window[] windows = Window.values();
    if (window < 1 || window > windows.length) {
      throw new MalformedRecordException("revision with unknown window " + window);
    }
    return new Request(
        tenant,
        series,
        Labels.of(labels),
        kinds[kind],
        windows[window - 1],
        start,
        watermark,
        epoch,
        offset);
  }

  private static void writeSeries(RevisionRecord revision, ProtoWriter out) {
    out.varintField(12, RecordFormat.CURRENT);
    out.stringField(1, revision.tenant());
    out.fixed64Field(2, revision.series().high());
    out.fixed64Field(3, revision.series().low());
    Labels labels = revision.labels();
    for (int i = 0; i < labels.size(); i++) {
      out.stringField(4, labels.name(i));
      out.stringField(4, labels.value(i));
    }
    out.varintField(5, revision.kind().ordinal());
  }
}
