package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.ProtoReader;
import java.nio.charset.StandardCharsets;

/**
 * {@code Metric} messages: the name, the unit, and data points of one of five types. Not
 * thread-safe.
 */
final class MetricReader {

  private static final int GAUGE = 5;
  private static final int SUM = 7;
  private static final int HISTOGRAM = 9;
  private static final int EXPONENTIAL_HISTOGRAM = 10;
  private static final int SUMMARY = 11;

  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  private final LabelBuffer labels;
  private final MetricContext context;
  private final NumberPoints numbers = new NumberPoints();
  private final HistogramPoints histograms;
  private final ExponentialPoints exponentials;
  private final SummaryPoints summaries;
  private final ProtoReader in = new ProtoReader();
  private final ProtoReader data = new ProtoReader();

  private int nameStart;
  private int nameLength;
  private String unit = "";
  private int type;
  private int typeStart;
  private long temporality;
  private boolean monotonic;

  MetricReader(LabelBuffer labels, MetricContext context, OtlpProperties properties) {
    this.labels = labels;
    this.context = context;
    this.histograms = new HistogramPoints(properties.maxBuckets());
    this.exponentials = new ExponentialPoints(properties.maxExponentialBuckets());
    this.summaries = new SummaryPoints(properties.maxBuckets());
  }

  void read(byte[] buffer, int offset, int length) {
    readHead(buffer, offset, length);
    if (type == 0) {
      return; // no data points, or of a type that a later version of OTLP brings
    }
    int labelMark = labels.size();
    int arenaMark = labels.arena().size();
    boolean cumulative = type == SUMMARY || temporality == CUMULATIVE;
    boolean delta = type != GAUGE && !cumulative;
    String word = UnitWords.of(unit, type == GAUGE);
    int start = labels.arena().size();
    Names.metric(
        buffer, nameStart, nameLength, word, type == SUM && monotonic, delta, labels.arena());
    NameRange name = new NameRange(start, nameLength == 0 ? start : labels.arena().size());
    context.metric(name, word, extraLabel(), cumulative);
    readPoints(buffer, offset, length);
    labels.truncate(labelMark, arenaMark);
  }

  /** First pass: everything but the data points. */
  private void readHead(byte[] buffer, int offset, int length) {
    nameStart = offset;
    nameLength = 0;
    unit = "";
    type = 0;
    temporality = 0;
    monotonic = false;
    in.reset(buffer, offset, length);
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> {
          in.expect(ProtoReader.LENGTH_DELIMITED);
          nameLength = in.readLength();
          nameStart = in.position();
          in.position(nameStart + nameLength);
        }
        case 3 -> {
          in.expect(ProtoReader.LENGTH_DELIMITED);
          int unitLength = in.readLength();
          int unitStart = in.position();
          in.position(unitStart + unitLength);
          unit = new String(buffer, unitStart, unitLength, StandardCharsets.UTF_8);
        }
        case GAUGE, SUM, HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> readDataHead(buffer);
        default -> in.skip();
      }
    }
  }

  /** Of a oneof the last field counts; fields of the same number are one message. */
  private void readDataHead(byte[] buffer) {
    in.expect(ProtoReader.LENGTH_DELIMITED);
    int length = in.readLength();
    int start = in.position();
    in.position(start + length);
    if (type != in.fieldNumber()) {
      type = in.fieldNumber();
      typeStart = start;
      temporality = 0;
      monotonic = false;
    }
    if (type == GAUGE || type == SUMMARY) {
      return;
    }
    data.reset(buffer, start, length);
    while (data.nextField()) {
      if (data.fieldNumber() == 2) {
        data.expect(ProtoReader.VARINT);
        temporality = data.readVarint();
      } else if (data.fieldNumber() == 3 && type == SUM) {
        data.expect(ProtoReader.VARINT);
        monotonic = data.readVarint() != 0;
      } else {
        data.skip();
      }
    }
  }

  /** Second pass: the data points. */
  private void readPoints(byte[] buffer, int offset, int length) {
    in.reset(buffer, offset, length);
    while (in.nextField()) {
      boolean counts = in.fieldNumber() == type;
      if (!counts) {
        in.skip();
        continue;
      }
      int size = in.readLength();
      int start = in.position();
      in.position(start + size);
      if (start < typeStart) {
        continue;
      }
      data.reset(buffer, start, size);
      while (data.nextField()) {
        if (data.fieldNumber() == 1) {
          data.expect(ProtoReader.LENGTH_DELIMITED);
          int pointSize = data.readLength();
          int point = data.position();
          data.position(point + pointSize);
          readPoint(buffer, point, pointSize);
        } else {
          data.skip();
        }
      }
    }
  }

  private void readPoint(byte[] buffer, int offset, int length) {
    boolean temporal = type != GAUGE && type != SUMMARY;
    if (temporal && temporality != DELTA && temporality != CUMULATIVE) {
      context.begin(buffer, offset, length);
      context.refuse(
          RejectReason.UNSUPPORTED_TYPE,
          Double.NaN,
          "aggregationTemporality is " + temporality + ": set it to 1 (delta) or 2 (cumulative)");
      context.end();
      return;
    }
    switch (type) {
      case GAUGE -> numbers.read(buffer, offset, length, context, MetricKind.GAUGE);
      case SUM -> {
        boolean counter = monotonic && temporality == CUMULATIVE;
        numbers.read(
            buffer, offset, length, context, counter ? MetricKind.COUNTER : MetricKind.GAUGE);
      }
      case HISTOGRAM -> histograms.read(buffer, offset, length, context);
      case EXPONENTIAL_HISTOGRAM -> exponentials.read(buffer, offset, length, context);
      default -> summaries.read(buffer, offset, length, context);
    }
  }

  private String extraLabel() {
    return switch (type) {
      case HISTOGRAM, EXPONENTIAL_HISTOGRAM -> "le";
      case SUMMARY -> "quantile";
      default -> "";
    };
  }
}
