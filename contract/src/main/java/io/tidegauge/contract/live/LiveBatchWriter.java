package io.tidegauge.contract.live;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.contract.wire.RecordFormat;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes live batches as values of the live topic's records: message {@code LiveBatch} of {@code
 * tidegauge/v1/records.proto}. Either whole batches, or their series one after the other without an
 * object of each: {@link #beginSeries}, its windows, {@link #endSeries}, and {@link #end} after the
 * last of a record. Label strings are written once a record. Reuses its buffers; not thread-safe.
 */
public final class LiveBatchWriter {

  private final int recordBytes;
  private final ProtoWriter body = new ProtoWriter(4096);
  private final ProtoWriter head = new ProtoWriter(4096);
  private final Map<String, Integer> symbols = new LinkedHashMap<>();
  private int message;
  private int series;

  /** About what the label strings take. */
  private int symbolBytes;

  /**
   * A writer.
   *
   * @param recordBytes after which a record ends, so that it is larger by one series at the most
   */
  public LiveBatchWriter(int recordBytes) {
    this.recordBytes = recordBytes;
  }

  /** The bytes of a batch as it is, in one record however large. */
  public byte[] encode(LiveBatch batch) {
    batch.series().forEach(this::write);
    return end(batch).value();
  }

  /** Writes a batch: one record, or several where it is larger than one is to be. */
  public void write(LiveBatch batch, Consumer<LiveRecord> records) {
    boolean any = false;
    for (LiveSeries each : batch.series()) {
      write(each);
      if (isFull()) {
        records.accept(end(batch));
        any = true;
      }
    }
    if (series > 0 || !any) {
      records.accept(end(batch));
    }
  }

  /** Begins an entry; the parameters are those of {@link LiveSeries}. */
  public void beginSeries(
      long high,
      long low,
      Labels labels,
      MetricKind kind,
      long offset,
      long lastTimestamp,
      double lastValue,
      boolean ended) {
    message = body.beginMessage(7);
    body.fixed64Field(1, high);
    body.fixed64Field(2, low);
    int refs = body.beginMessage(3);
    for (int i = 0; i < labels.size(); i++) {
      body.varint(symbolOf(labels.name(i)));
      body.varint(symbolOf(labels.value(i)));
    }
    body.endMessage(refs);
    body.varintField(4, kind.ordinal());
    body.varintField(5, offset);
    body.zigZagField(6, lastTimestamp);
    body.doubleField(7, lastValue);
    if (ended) {
      body.varintField(8, 1);
    }
  }

  /** A window of the entry. */
  public void window(
      Window window, long start, RollupVersion version, Rollup.State state, Aggregate aggregate) {
    int rollup = body.beginMessage(9);
    RollupCodec.write(window, start, version, state, aggregate, body);
    body.endMessage(rollup);
  }

  /** A window of the entry, as {@link RollupCodec} has written it. */
  public void window(byte[] encoded) {
    body.bytesField(9, encoded);
  }

  /** Ends the entry. */
  public void endSeries() {
    body.endMessage(message);
    series++;
  }

  /** Whether the record has as many bytes as it is to have. */
  public boolean isFull() {
    return body.size() + symbolBytes >= recordBytes;
  }

  /** Ends the record; the parameters are those of {@link LiveBatch}. */
  public LiveRecord end(String tenant, int epoch, long offset, long watermark, long stored) {
    head.reset();
    head.varintField(8, RecordFormat.CURRENT);
    head.stringField(1, tenant);
    head.varintField(2, epoch);
    head.varintField(3, offset);
    if (watermark != LiveBatch.UNKNOWN) {
      head.zigZagField(4, watermark);
    }
    if (stored != LiveBatch.UNKNOWN) {
      head.zigZagField(5, stored);
    }
    symbols.keySet().forEach(symbol -> head.stringField(6, symbol));
    byte[] value = Arrays.copyOf(head.buffer(), head.size() + body.size());
    System.arraycopy(body.buffer(), 0, value, head.size(), body.size());
    LiveRecord record = new LiveRecord(tenant, value, series);
    symbols.clear();
    body.reset();
    series = 0;
    symbolBytes = 0;
    return record;
  }

  private LiveRecord end(LiveBatch batch) {
    return end(batch.tenant(), batch.epoch(), batch.offset(), batch.watermark(), batch.stored());
  }

  private void write(LiveSeries each) {
    beginSeries(
        each.series().high(),
        each.series().low(),
        each.labels(),
        each.kind(),
        each.offset(),
        each.lastTimestamp(),
        each.lastValue(),
        each.ended());
    for (Rollup rollup : each.windows()) {
      window(rollup.window(), rollup.start(), rollup.version(), rollup.state(), rollup.aggregate());
    }
    endSeries();
  }

  private int symbolOf(String text) {
    Integer ref = symbols.get(text);
    if (ref == null) {
      ref = symbols.size();
      symbols.put(text, ref);
      symbolBytes += text.length();
    }
    return ref;
  }
}
