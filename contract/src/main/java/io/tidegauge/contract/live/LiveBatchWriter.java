package io.tidegauge.contract.live;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.contract.wire.RecordFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes live batches as values of the live topic's records: message {@code LiveBatch} of {@code
 * tidegauge/v1/records.proto}. Label strings are written once a record. Reuses its buffers; not
 * thread-safe.
 */
public final class LiveBatchWriter {

  /** Takes a record's value. */
  @FunctionalInterface
  public interface Sink {

    /**
     * One record.
     *
     * @param value its bytes, the sink's own
     * @param series how many it holds
     */
    void record(byte[] value, int series);
  }

  private final int recordBytes;
  private final ProtoWriter body = new ProtoWriter(4096);
  private final ProtoWriter out = new ProtoWriter(4096);
  private final Map<String, Integer> symbols = new LinkedHashMap<>();

  /**
   * A writer.
   *
   * @param recordBytes of series after which a record ends, so that it is larger by one series and
   *     the labels' strings at the most
   */
  public LiveBatchWriter(int recordBytes) {
    this.recordBytes = recordBytes;
  }

  /** The bytes of a batch as it is, in one record however large. */
  public byte[] encode(LiveBatch batch) {
    for (LiveSeries series : batch.series()) {
      write(series);
    }
    return end(batch);
  }

  /** Writes a batch: one record, or several where it is larger than one is to be. */
  public void write(LiveBatch batch, Sink sink) {
    int count = 0;
    boolean any = false;
    for (LiveSeries series : batch.series()) {
      write(series);
      count++;
      if (body.size() >= recordBytes) {
        sink.record(end(batch), count);
        count = 0;
        any = true;
      }
    }
    if (count > 0 || !any) {
      sink.record(end(batch), count);
    }
  }

  private byte[] end(LiveBatch batch) {
    out.reset();
    out.varintField(8, RecordFormat.CURRENT);
    out.stringField(1, batch.tenant());
    out.varintField(2, batch.epoch());
    out.varintField(3, batch.offset());
    if (batch.watermark() != LiveBatch.UNKNOWN) {
      out.zigZagField(4, batch.watermark());
    }
    if (batch.stored() != LiveBatch.UNKNOWN) {
      out.zigZagField(5, batch.stored());
    }
    symbols.keySet().forEach(symbol -> out.stringField(6, symbol));
    out.bytes(body.buffer(), 0, body.size());
    symbols.clear();
    body.reset();
    return out.toByteArray();
  }

  private void write(LiveSeries series) {
    int message = body.beginMessage(7);
    body.fixed64Field(1, series.series().high());
    body.fixed64Field(2, series.series().low());
    int refs = body.beginMessage(3);
    Labels labels = series.labels();
    for (int i = 0; i < labels.size(); i++) {
      body.varint(symbolOf(labels.name(i)));
      body.varint(symbolOf(labels.value(i)));
    }
    body.endMessage(refs);
    body.varintField(4, series.kind().ordinal());
    body.varintField(5, series.offset());
    body.zigZagField(6, series.lastTimestamp());
    body.doubleField(7, series.lastValue());
    if (series.ended()) {
      body.varintField(8, 1);
    }
    for (Rollup rollup : series.windows()) {
      int start = body.beginMessage(9);
      RollupCodec.write(rollup, body);
      body.endMessage(start);
    }
    body.endMessage(message);
  }

  private int symbolOf(String text) {
    Integer ref = symbols.get(text);
    if (ref == null) {
      ref = symbols.size();
      symbols.put(text, ref);
    }
    return ref;
  }
}
