package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.ingest.admission.FamilyType;
import io.tidegauge.ingest.admission.KindRegistry;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.Body;

/**
 * Remote-Write 1.0: {@code prometheus.WriteRequest} (section "Protocol" of its specification).
 * Labels should be sorted ("Labels"); any order is taken. Those of a series that came before are
 * not read again. Metadata, which comes apart from the samples, teaches the kinds of the tenant's
 * metric families. One per request.
 */
final class WriteRequestDecoder implements WriteCounts {

  private final KindRegistry kinds;
  private final ProtoReader top = new ProtoReader();
  private final ProtoReader series = new ProtoReader();
  private final ProtoReader nested = new ProtoReader();
  private final SeriesLabels labels = new SeriesLabels();
  private final NativeHistogram histogram = new NativeHistogram();
  private long samples;
  private long histograms;

  WriteRequestDecoder(KindRegistry kinds) {
    this.kinds = kinds;
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
    top.reset(body.bytes(), 0, body.length());
    while (top.nextField() && !target.failed()) {
      switch (top.fieldNumber()) {
        case 1 -> {
          int start = message(top);
          int length = top.position() - start;
          try {
            decodeSeries(start, length, target);
          } catch (MalformedRecordException e) {
            refuse(e, start, length, target);
          }
        }
        case 3 -> {
          int start = message(top);
          int length = top.position() - start;
          try {
            decodeMetadata(start, length, target.request().tenant());
          } catch (MalformedRecordException e) {
            refuse(e, start, length, target);
          }
        }
        default -> top.skip();
      }
    }
  }

  private void refuse(
      MalformedRecordException broken, int start, int length, RequestSamples target) {
    target.refuse(
        RejectReason.MALFORMED, String.valueOf(broken.getMessage()), top.buffer(), start, length);
  }

  /** Moves over a message; gives where it starts. */
  static int message(ProtoReader in) {
    in.expect(ProtoReader.LENGTH_DELIMITED);
    int length = in.readLength();
    int start = in.position();
    in.position(start + length);
    return start;
  }

  private void decodeSeries(int start, int length, RequestSamples target) {
    byte[] bytes = top.buffer();
    int labelsEnd = PlainSeries.labelsEnd(bytes, start, start + length);
    if (labelsEnd >= 0 && target.beginSeries(bytes, start, labelsEnd - start)) {
      target.original(bytes, start, length);
      decodeSamples(labelsEnd, start + length - labelsEnd, target);
      return;
    }
    labels.clear();
    series.reset(bytes, start, length);
    boolean hasSamples = false;
    while (series.nextField()) {
      switch (series.fieldNumber()) {
        case 1 -> {
          int at = message(series);
          decodeLabel(at, series.position() - at, target);
        }
        case 2 -> {
          hasSamples = true;
          series.skip();
        }
        default -> series.skip();
      }
    }
    if (hasSamples) {
      if (labelsEnd < 0) {
        target.beginSeries();
      }
      labels.hand(target);
      target.original(bytes, start, length);
      decodeSamples(start, length, target);
    }
    series.reset(bytes, start, length);
    while (series.nextField()) {
      if (series.fieldNumber() == 4) {
        int at = message(series);
        histogram.read(bytes, at, series.position() - at);
        if (histogram.hand(labels, FamilyType.UNKNOWN, 0, 0, target)) {
          histograms++;
        }
      } else {
        series.skip();
      }
    }
  }

  private void decodeSamples(int start, int length, RequestSamples target) {
    series.reset(top.buffer(), start, length);
    while (series.nextField()) {
      if (series.fieldNumber() == 2) {
        int at = message(series);
        decodeSample(at, series.position() - at, target);
      } else {
        series.skip();
      }
    }
    samples += target.endSeries();
  }

  private void decodeLabel(int start, int length, RequestSamples target) {
    int name = 0;
    int value = 0;
    nested.reset(top.buffer(), start, length);
    while (nested.nextField()) {
      switch (nested.fieldNumber()) {
        case 1 -> name = symbol(target);
        case 2 -> value = symbol(target);
        default -> nested.skip();
      }
    }
    labels.add(name, value);
  }

  private int symbol(RequestSamples target) {
    int start = message(nested);
    return target.symbol(nested.buffer(), start, nested.position() - start);
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

  private void decodeMetadata(int start, int length, String tenant) {
    int type = 0;
    String family = "";
    nested.reset(top.buffer(), start, length);
    while (nested.nextField()) {
      switch (nested.fieldNumber()) {
        case 1 -> {
          nested.expect(ProtoReader.VARINT);
          type = nested.readUint31();
        }
        case 2 -> {
          nested.expect(ProtoReader.LENGTH_DELIMITED);
          family = nested.readString();
        }
        default -> nested.skip();
      }
    }
    FamilyType told = FamilyType.ofNumber(type);
    if (!family.isEmpty() && family.length() <= 1024 && told != FamilyType.UNKNOWN) {
      kinds.learn(tenant, family, told);
    }
  }
}
