package io.tidegauge.contract.live;

import io.tidegauge.contract.rollup.RollupReader;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Streams over one record of the live topic, message {@code LiveBatch} of {@code
 * tidegauge/v1/records.proto}, without an object for each series, label or window: most of what it
 * tells is of series whose labels a reader knows. Fields may come in any order, unknown ones are
 * skipped. Everything that reads throws {@link MalformedRecordException} where the bytes are none
 * of such a record. Not thread-safe; reusable.
 *
 * <pre>reader.reset(value);
 * while (reader.nextSeries()) {
 *   … reader.series(), reader.lastValue() …
 *   while (reader.nextWindow()) { … reader.window().start() … }
 * }</pre>
 */
public final class LiveRecordReader {

  private static final MetricKind[] KINDS = MetricKind.values();

  private final ProtoReader top = new ProtoReader();
  private final ProtoReader series = new ProtoReader();
  private final ProtoReader nested = new ProtoReader();
  private final RollupReader window = new RollupReader();
  private byte[] buffer = new byte[0];
  private String tenant = "";
  private int epoch;
  private long offset;
  private long watermark;
  private long stored;

  private int[] symbolStarts = new int[256];
  private int[] symbolEnds = new int[256];
  private @Nullable String[] symbols = new String[256];
  private int symbolCount;

  private long idHigh;
  private long idLow;
  private int labelsStart;
  private int labelsEnd;
  private int kind;
  private long seriesOffset;
  private long lastTimestamp;
  private double lastValue;
  private boolean ended;
  private int windowStart;
  private int windowEnd;

  /** Starts over on a record, before its first series. */
  public LiveRecordReader reset(byte[] record) {
    buffer = record;
    tenant = "";
    epoch = 0;
    offset = 0;
    watermark = LiveBatch.UNKNOWN;
    stored = LiveBatch.UNKNOWN;
    Arrays.fill(symbols, 0, symbolCount, null);
    symbolCount = 0;
    top.reset(record, 0, record.length);
    while (top.nextField()) {
      switch (top.fieldNumber()) {
        case 1 -> tenant = top.stringField();
        case 2 -> epoch = top.uint31Field();
        case 3 -> offset = top.varintField();
        case 4 -> watermark = top.zigZagField();
        case 5 -> stored = top.zigZagField();
        case 6 -> addSymbol();
        case 8 -> RecordFormat.check("a live batch", top.uint31Field());
        default -> top.skip();
      }
    }
    top.reset(record, 0, record.length);
    series.reset(record, 0, 0);
    return this;
  }

  private void addSymbol() {
    if (symbolCount == symbolStarts.length) {
      symbolStarts = Arrays.copyOf(symbolStarts, 2 * symbolCount);
      symbolEnds = Arrays.copyOf(symbolEnds, 2 * symbolCount);
      symbols = Arrays.copyOf(symbols, 2 * symbolCount);
    }
    int outer = top.enter();
    symbolStarts[symbolCount] = top.position();
    symbolEnds[symbolCount] = top.limit();
    symbolCount++;
    top.position(top.limit());
    top.leave(outer);
  }

  /** The tenant. */
  public String tenant() {
    return tenant;
  }

  /** The epoch of the samples topic. */
  public int epoch() {
    return epoch;
  }

  /** The offset of the samples record up to which this is true. */
  public long offset() {
    return offset;
  }

  /** The partition's watermark of the tenant, event time in ms; {@link LiveBatch#UNKNOWN}. */
  public long watermark() {
    return watermark;
  }

  /**
   * The watermark whose rollups are in the history store, event time in ms; {@link
   * LiveBatch#UNKNOWN}.
   */
  public long stored() {
    return stored;
  }

  /** Moves to the next series; false at the end. */
  public boolean nextSeries() {
    while (top.nextField()) {
      if (top.fieldNumber() == 7) {
        int outer = top.enter();
        readSeries(top.position(), top.limit());
        top.position(top.limit());
        top.leave(outer);
        return true;
      }
      top.skip();
    }
    return false;
  }

  /** Reads all of a series but its windows, and goes before the first of these. */
  private void readSeries(int start, int end) {
    idHigh = 0;
    idLow = 0;
    labelsStart = 0;
    labelsEnd = 0;
    kind = 0;
    seriesOffset = 0;
    lastTimestamp = 0;
    lastValue = 0;
    ended = false;
    int windows = end;
    series.reset(buffer, start, end - start);
    for (int at = start; series.nextField(); at = series.position()) {
      switch (series.fieldNumber()) {
        case 1 -> idHigh = series.fixed64Field();
        case 2 -> idLow = series.fixed64Field();
        case 3 -> {
          int outer = series.enter();
          labelsStart = series.position();
          labelsEnd = series.limit();
          series.position(labelsEnd);
          series.leave(outer);
        }
        case 4 -> kind = series.uint31Field();
        case 5 -> seriesOffset = series.varintField();
        case 6 -> lastTimestamp = series.zigZagField();
        case 7 -> lastValue = series.doubleField();
        case 8 -> ended = series.varintField() != 0;
        case 9 -> {
          series.expect(ProtoReader.LENGTH_DELIMITED);
          series.skip();
          windows = Math.min(windows, at);
        }
        default -> series.skip();
      }
    }
    if (kind >= KINDS.length) {
      throw new MalformedRecordException("live series with unknown kind " + kind);
    }
    series.position(windows);
  }

  /** The current series' id. */
  public SeriesId series() {
    return new SeriesId(idHigh, idLow);
  }

  /** The current series' labels, the metric name among them (allocates). */
  public Labels labels() {
    String[] pairs = new String[labelsEnd - labelsStart + 1]; // a byte each at the least
    int size = 0;
    nested.reset(buffer, labelsStart, labelsEnd - labelsStart);
    while (nested.position() < nested.limit()) {
      pairs[size++] = symbol(nested.readUint31());
      pairs[size++] = symbol(nested.readUint31());
    }
    return Labels.ofPairs(size == pairs.length ? pairs : Arrays.copyOf(pairs, size));
  }

  private String symbol(int ref) {
    if (ref >= symbolCount) {
      throw new MalformedRecordException("label refers to symbol " + ref + " of " + symbolCount);
    }
    String known = symbols[ref];
    if (known == null) {
      int length = symbolEnds[ref] - symbolStarts[ref];
      known = new String(buffer, symbolStarts[ref], length, StandardCharsets.UTF_8);
      symbols[ref] = known;
    }
    return known;
  }

  /** How values of the current series are read. */
  public MetricKind kind() {
    return KINDS[kind];
  }

  /** The offset of the samples record up to which the current series is told of. */
  public long seriesOffset() {
    return seriesOffset;
  }

  /** Ms since the epoch, of the current series' newest sample. */
  public long lastTimestamp() {
    return lastTimestamp;
  }

  /** Its value. */
  public double lastValue() {
    return lastValue;
  }

  /** Whether the current series has ended. */
  public boolean ended() {
    return ended;
  }

  /** Moves to the next window of the current series; false at its end. */
  public boolean nextWindow() {
    while (series.nextField()) {
      if (series.fieldNumber() == 9) {
        int outer = series.enter();
        windowStart = series.position();
        windowEnd = series.limit();
        window.read(series);
        series.leave(outer);
        return true;
      }
      series.skip();
    }
    return false;
  }

  /** The current window, until the next one is moved to. */
  public RollupReader window() {
    return window;
  }

  /** The current window's bytes, message {@code Rollup}, copied. */
  public byte[] windowBytes() {
    return Arrays.copyOfRange(buffer, windowStart, windowEnd);
  }
}
