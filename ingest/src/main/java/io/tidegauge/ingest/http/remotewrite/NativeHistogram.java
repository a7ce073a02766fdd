package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.ingest.admission.FamilyType;
import io.tidegauge.ingest.admission.RequestSamples;
import org.jspecify.annotations.Nullable;

/**
 * A native histogram (message {@code Histogram}, the same in both versions), translated to what a
 * classic one has: {@code _count}, {@code _sum} and the cumulative {@code _bucket} with {@code le}
 * for each bucket that is there. Exponential schemas -4 to 8, and -53 with custom bounds. Reusable;
 * not thread-safe.
 */
final class NativeHistogram {

  private static final int CUSTOM_BOUNDS = -53;
  private static final int RESET_HINT_GAUGE = 3;

  private final ProtoReader in = new ProtoReader();
  private final HistogramBuckets negative = new HistogramBuckets();
  private final HistogramBuckets positive = new HistogramBuckets();
  private final DoubleList customBounds = new DoubleList();
  private double count;
  private double sum;
  private int schema;
  private double zeroThreshold;
  private double zeroCount;
  private int resetHint;
  private long timestamp;
  private byte[] bytes = new byte[0];
  private int start;
  private int length;

  /** Reads a message. */
  void read(byte[] source, int offset, int size) {
    bytes = source;
    start = offset;
    length = size;
    negative.clear();
    positive.clear();
    customBounds.clear();
    count = 0;
    sum = 0;
    schema = 0;
    zeroThreshold = 0;
    zeroCount = 0;
    resetHint = 0;
    timestamp = 0;
    in.reset(source, offset, size);
    while (in.nextField()) {
      readField();
    }
  }

  /**
   * Hands the histogram over as series; false where any part of it was refused.
   *
   * @param labels the labels of the histogram's series
   */
  boolean hand(SeriesLabels labels, FamilyType type, int unit, int help, RequestSamples target) {
    long refusedBefore = target.rejected();
    int name = target.symbol("__name__");
    int metric = labels.valueOf(name);
    String problem = problem();
    if (metric == 0 || problem != null) {
      target.beginSeries();
      labels.hand(target);
      target.original(bytes, start, length);
      if (problem != null) {
        target.refuseSeries(RejectReason.INVALID_VALUE, problem);
      }
      target.sample(timestamp, sum); // refused, for the series' reason
      return false;
    }
    boolean gauge = resetHint == RESET_HINT_GAUGE || type == FamilyType.GAUGE_HISTOGRAM;
    new HistogramSeries(
            labels,
            name,
            target.textOf(metric),
            gauge ? MetricKind.GAUGE : MetricKind.COUNTER,
            unit,
            help,
            timestamp,
            target)
        .hand(this);
    return target.rejected() == refusedBefore && !target.failed();
  }

  /** Whether it is a stale marker: its sum then has the marker's bits, and nothing else counts. */
  boolean isStale() {
    return Double.doubleToRawLongBits(sum) == RequestSamples.STALE_MARKER;
  }

  double count() {
    return count;
  }

  double sum() {
    return sum;
  }

  double zeroCount() {
    return zeroCount;
  }

  double zeroThreshold() {
    return zeroThreshold;
  }

  boolean hasCustomBounds() {
    return schema == CUSTOM_BOUNDS;
  }

  HistogramBuckets negative() {
    return negative;
  }

  HistogramBuckets positive() {
    return positive;
  }

  /** The upper bound of the positive bucket of an index; infinite beyond the last. */
  double bound(int index) {
    if (hasCustomBounds()) {
      return index >= 0 && index < customBounds.size()
          ? customBounds.get(index)
          : Double.POSITIVE_INFINITY;
    }
    if (schema <= 0) {
      return Math.scalb(1.0, clamp((long) index << -schema));
    }
    int whole = index >> schema;
    int part = index - (whole << schema);
    return Math.scalb(Math.pow(2, part / (double) (1 << schema)), whole);
  }

  private static int clamp(long exponent) {
    return (int) Math.max(-2000, Math.min(2000, exponent));
  }

  private @Nullable String problem() {
    if (schema != CUSTOM_BOUNDS && (schema < -4 || schema > 8)) {
      return "native histogram schema " + schema + " is unknown; use -4 to 8, or -53";
    }
    if (isStale()) {
      return null;
    }
    if (!negative.isConsistent() || !positive.isConsistent()) {
      return "the spans of the native histogram do not fit its bucket counts";
    }
    return null;
  }

  private void readField() {
    switch (in.fieldNumber()) {
      case 1 -> {
        in.expect(ProtoReader.VARINT);
        count = unsigned(in.readVarint());
      }
      case 2 -> count = readDouble();
      case 3 -> sum = readDouble();
      case 4 -> {
        in.expect(ProtoReader.VARINT);
        schema = (int) in.readZigZag();
      }
      case 5 -> zeroThreshold = readDouble();
      case 6 -> {
        in.expect(ProtoReader.VARINT);
        zeroCount = unsigned(in.readVarint());
      }
      case 7 -> zeroCount = readDouble();
      case 8 -> negative.readSpan(in);
      case 9 -> negative.readDeltas(in);
      case 10 -> negative.readCounts(in);
      case 11 -> positive.readSpan(in);
      case 12 -> positive.readDeltas(in);
      case 13 -> positive.readCounts(in);
      case 14 -> {
        in.expect(ProtoReader.VARINT);
        resetHint = in.readUint31();
      }
      case 15 -> {
        in.expect(ProtoReader.VARINT);
        timestamp = in.readVarint();
      }
      case 16 -> HistogramBuckets.readDoubles(in, customBounds);
      default -> in.skip();
    }
  }

  private double readDouble() {
    in.expect(ProtoReader.FIXED64);
    return in.readDouble();
  }

  private static double unsigned(long value) {
    if (value < 0) {
      throw new MalformedRecordException("a count of a native histogram is above 2^63");
    }
    return value;
  }
}
