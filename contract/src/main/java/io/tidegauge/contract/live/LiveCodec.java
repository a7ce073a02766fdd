package io.tidegauge.contract.live;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of the live topic's records as objects: message {@code LiveBatch} of {@code
 * tidegauge/v1/records.proto}. For cold paths; hot ones have a {@link LiveBatchWriter} and a {@link
 * LiveRecordReader}. Stateless.
 */
public final class LiveCodec {

  private LiveCodec() {}

  /** The bytes of a batch, however large; label strings are written once. */
  public static byte[] encode(LiveBatch batch) {
    return new LiveBatchWriter(Integer.MAX_VALUE).encode(batch);
  }

  /** The batch of bytes. */
  public static LiveBatch decode(byte[] bytes) {
    LiveRecordReader in = new LiveRecordReader().reset(bytes);
    List<LiveSeries> series = new ArrayList<>();
    while (in.nextSeries()) {
      series.add(readSeries(in));
    }
    return new LiveBatch(in.tenant(), in.epoch(), in.offset(), in.watermark(), in.stored(), series);
  }

  private static LiveSeries readSeries(LiveRecordReader in) {
    List<Rollup> windows = new ArrayList<>();
    while (in.nextWindow()) {
      RollupReader window = in.window();
      windows.add(
          new Rollup(
              window.window(),
              window.start(),
              window.version(),
              window.state(),
              window.aggregate().copy()));
    }
    return new LiveSeries(
        in.series(),
        in.labels(),
        in.kind(),
        in.seriesOffset(),
        in.lastTimestamp(),
        in.lastValue(),
        in.ended(),
        windows);
  }
}
