package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.ingest.admission.FamilyType;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.Body;
import io.tidegauge.ingest.http.MessageDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remote-Write 2.0: {@code io.prometheus.write.v2.Request} (section "Protobuf Message" of its
 * specification). Each symbol is hashed and checked once. Metadata tells the kind; exemplars are
 * passed over (and reported as not written); the created timestamp is not needed, as counters are
 * reset-aware. One per request or stream.
 */
final class RequestV2Decoder implements WriteCounts, MessageDecoder {

  private final @Nullable MetricKind kind;
  private final ProtoReader top = new ProtoReader();
  private final ProtoReader series = new ProtoReader();
  private final ProtoReader nested = new ProtoReader();
  private final SeriesLabels labels = new SeriesLabels();
  private final NativeHistogram histogram = new NativeHistogram();
  private int[] symbols = new int[256];
  private int symbolCount;
  private int pendingName;
  private boolean hasSamples;
  private boolean hasHistograms;
  private FamilyType type = FamilyType.UNKNOWN;
  private int unit;
  private int help;
  private long samples;
  private long histograms;

  /** The kinds are those of the metadata. */
  RequestV2Decoder() {
    this(null);
  }

  /**
   * A decoder for a sender that tells the kind apart from the messages.
   *
   * @param kind of all samples but histograms; null where the metadata tells
   */
  RequestV2Decoder(@Nullable MetricKind kind) {
    this.kind = kind;
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public long histograms() {
    return histograms;
  }

  @Override
  public void decode(Body body, RequestSamples target) {
    decode(body.bytes(), 0, body.length(), target);
  }

  @Override
  public void decode(byte[] bytes, int offset, int size, RequestSamples target) {
    readSymbols(bytes, offset, size, target);
    top.reset(bytes, offset, size);
    while (top.nextField() && !target.failed()) {
      if (top.fieldNumber() != 5) {
        top.skip();
        continue;
      }
      int start = WriteRequestDecoder.message(top);
      int length = top.position() - start;
      try {
        decodeSeries(start, length, target);
      } catch (MalformedRecordException e) {
        target.refuse(RejectReason.MALFORMED, String.valueOf(e.getMessage()), bytes, start, length);
      }
    }
  }

  private void readSymbols(byte[] bytes, int offset, int size, RequestSamples target) {
    symbolCount = 0;
    top.reset(bytes, offset, size);
    while (top.nextField()) {
      if (top.fieldNumber() == 4) {
        int start = WriteRequestDecoder.message(top);
        int length = top.position() - start;
        if (symbolCount == 0 && length != 0) {
          throw new MalformedRecordException("the first symbol must be the empty string");
        }
        if (symbolCount == symbols.length) {
          symbols = Arrays.copyOf(symbols, symbolCount * 2);
        }
        symbols[symbolCount++] = target.symbol(bytes, start, length);
      } else {
        top.skip();
      }
    }
  }

  private void decodeSeries(int start, int length, RequestSamples target) {
    byte[] bytes = top.buffer();
    readHead(bytes, start, length);
    if (hasSamples) {
      target.beginSeries();
      labels.hand(target);
      if (kind == null) {
        target.familyType(type);
      } else {
        target.kind(kind);
      }
      target.unit(unit);
      target.help(help);
      target.original(bytes, start, length);
      series.reset(bytes, start, length);
      while (series.nextField()) {
        if (series.fieldNumber() == 2) {
          int at = WriteRequestDecoder.message(series);
          decodeSample(at, series.position() - at, target);
        } else {
          series.skip();
        }
      }
      samples += target.endSeries();
    }
    if (hasHistograms) {
      series.reset(bytes, start, length);
      while (series.nextField()) {
        if (series.fieldNumber() == 3) {
          int at = WriteRequestDecoder.message(series);
          histogram.read(bytes, at, series.position() - at);
          if (histogram.hand(labels, type, unit, help, target)) {
            histograms++;
          }
        } else {
          series.skip();
        }
      }
    }
  }

  /** First pass over a series: its labels and metadata, wherever they stand in it. */
  private void readHead(byte[] bytes, int start, int length) {
    labels.clear();
    pendingName = -1;
    hasSamples = false;
    hasHistograms = false;
    type = FamilyType.UNKNOWN;
    unit = 0;
    help = 0;
    series.reset(bytes, start, length);
    while (series.nextField()) {
      switch (series.fieldNumber()) {
        case 1 -> readRefs();
        case 2 -> {
          hasSamples = true;
          series.skip();
        }
        case 3 -> {
          hasHistograms = true;
          series.skip();
        }
        case 5 -> {
          int at = WriteRequestDecoder.message(series);
          readMetadata(bytes, at, series.position() - at);
        }
        default -> series.skip();
      }
    }
    if (pendingName >= 0) {
      throw new MalformedRecordException(
          "labels_refs has a name without a value; send pairs of references");
    }
  }

  private void readRefs() {
    if (series.wireType() == ProtoReader.VARINT) {
      addRef(series.readVarint());
      return;
    }
    series.expect(ProtoReader.LENGTH_DELIMITED);
    int length = series.readLength();
    int end = series.position() + length;
    int outer = series.limit(end);
    while (series.position() < end) {
      addRef(series.readVarint());
    }
    series.limit(outer);
  }

  private void addRef(long ref) {
    int symbol = symbol(ref);
    if (pendingName < 0) {
      pendingName = symbol;
    } else {
      labels.add(pendingName, symbol);
      pendingName = -1;
    }
  }

  private int symbol(long ref) {
    if (ref < 0 || ref >= symbolCount) {
      throw new MalformedRecordException(
          "a series refers to symbol " + Long.toUnsignedString(ref) + " of " + symbolCount);
    }
    return symbols[(int) ref];
  }

  private void readMetadata(byte[] bytes, int start, int length) {
    nested.reset(bytes, start, length);
    while (nested.nextField()) {
      switch (nested.fieldNumber()) {
        case 1 -> {
          nested.expect(ProtoReader.VARINT);
          type = FamilyType.ofNumber(nested.readUint31());
        }
        case 3 -> {
          nested.expect(ProtoReader.VARINT);
          help = symbol(nested.readVarint());
        }
        case 4 -> {
          nested.expect(ProtoReader.VARINT);
          unit = symbol(nested.readVarint());
        }
        default -> nested.skip();
      }
    }
  }

  private void decodeSample(int start, int length, RequestSamples target) {
    double value = 0;
    long timestamp = 0;
    nested.reset(top.buffer(), start, length);
    while (nested.nextField()) {
      switch (nested.fieldNumber()) {
        case 1 -> {
          nested.expect(ProtoReader.FIXED64);
          value = nested.readDouble();
        }
        case 2 -> {
          nested.expect(ProtoReader.VARINT);
          timestamp = nested.readVarint();
        }
        default -> nested.skip();
      }
    }
    target.sample(timestamp, value);
  }
}
