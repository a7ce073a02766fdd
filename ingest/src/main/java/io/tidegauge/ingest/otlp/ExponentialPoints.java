package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.wire.ProtoReader;

/**
 * {@code ExponentialHistogramDataPoint}s as classic histograms whose bounds are those of the
 * exponential buckets. Prometheus and OpenMetrics Compatibility (section Exponential Histograms)
 * makes native histograms of them; the topic holds samples only, so the classic form is taken,
 * which the section Differences between Prometheus formats allows. Buckets are merged, by lowering
 * the scale, until there are at most as many as the limit; bounds of a lower scale are among those
 * of a higher one, so the series that are left go on. Not thread-safe.
 */
final class ExponentialPoints {

  /** More than any SDK sends (160 is the default), and few enough to be kept while reading. */
  private static final int MAX_SENT = 4096;

  /** From here down all of a double's range is in the buckets 0 and -1. */
  private static final long MIN_SCALE = -32;

  private final ProtoReader in = new ProtoReader();
  private final ExponentialBuckets positive = new ExponentialBuckets(MAX_SENT);
  private final ExponentialBuckets negative = new ExponentialBuckets(MAX_SENT);
  private final int maxBuckets;
  private int scale;
  private long below;
  private double lastBound;

  ExponentialPoints(int maxBuckets) {
    this.maxBuckets = maxBuckets;
  }

  void read(byte[] buffer, int offset, int length, MetricContext metric) {
    metric.begin(buffer, offset, length);
    positive.clear();
    negative.clear();
    scale = 0;
    long count = 0;
    boolean hasSum = false;
    double sum = 0;
    double min = 0;
    long zeroCount = 0;
    double zeroThreshold = 0;
    in.reset(buffer, offset, length);
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> metric.attribute(in);
        case 3 -> metric.time(in);
        case 4 -> {
          in.expect(ProtoReader.FIXED64);
          count = in.readFixed64();
        }
        case 5 -> {
          sum = readDouble();
          hasSum = true;
        }
        case 6 -> {
          in.expect(ProtoReader.VARINT);
          scale = (int) Math.clamp(in.readZigZag(), MIN_SCALE, 64L); // the same to a double
        }
        case 7 -> {
          in.expect(ProtoReader.FIXED64);
          zeroCount = in.readFixed64();
        }
        case 8 -> positive.read(in);
        case 9 -> negative.read(in);
        case 10 -> metric.flags(in);
        case 12 -> min = readDouble();
        case 14 -> zeroThreshold = readDouble();
        default -> in.skip();
      }
    }
    String problem = problem(metric.stale(), sum, zeroThreshold);
    if (!problem.isEmpty()) {
      metric.refuse(RejectReason.INVALID_VALUE, hasSum ? sum : Double.NaN, problem);
    } else if (metric.open()) {
      SeriesEmitter out = metric.emitter();
      MetricKind kind = metric.sumKind();
      if (!metric.stale()) {
        emitBuckets(metric, zeroCount, zeroThreshold);
      }
      out.emit(metric.bucket(), kind, Double.POSITIVE_INFINITY, Unsigned.toDouble(count));
      if (hasSum) {
        boolean falling = sum < 0 || min < 0 || !negative.isEmpty();
        out.emit(metric.sum(), falling ? MetricKind.GAUGE : kind, sum);
      }
      out.emit(metric.count(), kind, Unsigned.toDouble(count));
      metric.close();
    }
    metric.end();
  }

  private void emitBuckets(MetricContext metric, long zeroCount, double zeroThreshold) {
    int shift = shift();
    int coarse = scale - shift;
    below = 0;
    lastBound = Double.NEGATIVE_INFINITY;
    if (!negative.isEmpty()) {
      for (long i = negative.lastIndex(shift); i >= negative.firstIndex(shift); i--) {
        below += negative.count(i, shift);
        double bound = -ExponentialScale.bound(coarse, i);
        if (bound < 0) { // else too small for a double: it goes with the zero bucket
          emitBucket(metric, bound);
        }
      }
    }
    below += zeroCount;
    emitBucket(metric, zeroThreshold);
    if (!positive.isEmpty()) {
      emitBucket(metric, ExponentialScale.bound(coarse, positive.firstIndex(shift)));
      for (long i = positive.firstIndex(shift); i <= positive.lastIndex(shift); i++) {
        below += positive.count(i, shift);
        emitBucket(metric, ExponentialScale.bound(coarse, i + 1));
      }
    }
  }

  /** Leaves out bounds that do not ascend: inside of the zero bucket, or too large for a double. */
  private void emitBucket(MetricContext metric, double bound) {
    double exact = bound == 0 ? 0 : bound; // no -0
    if (exact > lastBound && exact < Double.POSITIVE_INFINITY) {
      lastBound = exact;
      metric.emitter().emit(metric.bucket(), metric.sumKind(), exact, Unsigned.toDouble(below));
    }
  }

  /** By how much to lower the scale. */
  private int shift() {
    int shift = Math.max(0, scale - ExponentialScale.MAX);
    while (shift < 62 && positive.span(shift) + negative.span(shift) > maxBuckets) {
      shift++;
    }
    return shift;
  }

  private double readDouble() {
    in.expect(ProtoReader.FIXED64);
    return in.readDouble();
  }

  private String problem(boolean stale, double sum, double zeroThreshold) {
    if (positive.size() > MAX_SENT || negative.size() > MAX_SENT) {
      return "an exponential histogram has more than "
          + MAX_SENT
          + " buckets: lower its maximum size";
    }
    if (!(zeroThreshold >= 0 && zeroThreshold < Double.POSITIVE_INFINITY)) {
      return "the zeroThreshold of an exponential histogram must be 0 or above";
    }
    return Double.isInfinite(sum) && !stale ? "the sum is infinite: leave it out" : "";
  }
}
