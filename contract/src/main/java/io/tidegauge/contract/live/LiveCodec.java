package io.tidegauge.contract.live;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.RecordFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of the live topic's records: message {@code LiveBatch} of {@code
 * tidegauge/v1/records.proto}. Stateless.
 */
public final class LiveCodec {

  private static final Labels NO_LABELS = Labels.ofPairs(new String[0]);

  private LiveCodec() {}

  /** The bytes of a batch, however large; label strings are written once. */
  public static byte[] encode(LiveBatch batch) {
    return new LiveBatchWriter(Integer.MAX_VALUE).encode(batch);
  }

  /** The batch of bytes. */
  public static LiveBatch decode(byte[] bytes) {
    ProtoReader in = new ProtoReader().reset(bytes, 0, bytes.length);
    String tenant = "";
    int epoch = 0;
    long offset = 0;
    long watermark = LiveBatch.UNKNOWN;
    long stored = LiveBatch.UNKNOWN;
    List<String> symbols = new ArrayList<>();
    List<LiveSeries> series = new ArrayList<>();
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> tenant = in.stringField();
        case 2 -> epoch = in.uint31Field();
        case 3 -> offset = in.varintField();
        case 4 -> watermark = in.zigZagField();
        case 5 -> stored = in.zigZagField();
        case 6 -> symbols.add(in.stringField());
        case 7 -> {
          int outer = in.enter();
          series.add(readSeries(in, symbols));
          in.leave(outer);
        }
        case 8 -> RecordFormat.check("a live batch", in.uint31Field());
        default -> in.skip();
      }
    }
    return new LiveBatch(tenant, epoch, offset, watermark, stored, series);
  }

  private static LiveSeries readSeries(ProtoReader in, List<String> symbols) {
    long high = 0;
    long low = 0;
    Labels labels = NO_LABELS;
    int kind = 0;
    long offset = 0;
    long lastTimestamp = 0;
    double lastValue = 0;
    boolean ended = false;
    List<Rollup> windows = new ArrayList<>();
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> high = in.fixed64Field();
        case 2 -> low = in.fixed64Field();
        case 3 -> {
          int outer = in.enter();
          labels = readLabels(in, symbols);
          in.leave(outer);
        }
        case 4 -> kind = in.uint31Field();
        case 5 -> offset = in.varintField();
        case 6 -> lastTimestamp = in.zigZagField();
        case 7 -> lastValue = in.doubleField();
        case 8 -> ended = in.varintField() != 0;
        case 9 -> {
          int outer = in.enter();
          windows.add(RollupCodec.read(in));
          in.leave(outer);
        }
        default -> in.skip();
      }
    }
    MetricKind[] kinds = MetricKind.values();
    if (kind >= kinds.length) {
      throw new MalformedRecordException("live series with unknown kind " + kind);
    }
    return new LiveSeries(
        new SeriesId(high, low),
        labels,
        kinds[kind],
        offset,
        lastTimestamp,
        lastValue,
        ended,
        windows);
  }

  private static Labels readLabels(ProtoReader in, List<String> symbols) {
    String[] pairs = new String[in.limit() - in.position() + 1]; // a byte each at the least
    int size = 0;
    while (in.position() < in.limit()) {
      pairs[size++] = symbolAt(in, symbols);
      pairs[size++] = symbolAt(in, symbols);
    }
    return Labels.ofPairs(size == pairs.length ? pairs : Arrays.copyOf(pairs, size));
  }

  private static String symbolAt(ProtoReader in, List<String> symbols) {
    int ref = in.readUint31();
    if (ref >= symbols.size()) {
      throw new MalformedRecordException("label refers to symbol " + ref + " of " + symbols.size());
    }
    return symbols.get(ref);
  }
}
