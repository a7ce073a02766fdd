package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import java.util.Arrays;

/**
 * The buckets of one sign of a native histogram: spans, and counts either as deltas (integers) or
 * absolute (floats). Not thread-safe.
 */
final class HistogramBuckets {

  /** Spans may claim any length in a few bytes; Prometheus itself stays far below this. */
  private static final int MAX_BUCKETS = 10_000;

  private final ProtoReader span = new ProtoReader();
  private final DoubleList counts = new DoubleList();
  private int[] indexes = new int[64];
  private int size;
  private long nextIndex;
  private long runningCount;

  void clear() {
    counts.clear();
    size = 0;
    nextIndex = 0;
    runningCount = 0;
  }

  int size() {
    return size;
  }

  /** The index of the i-th bucket; ascending. */
  int index(int i) {
    return indexes[i];
  }

  /** What the i-th bucket alone counts. */
  double count(int i) {
    return counts.get(i);
  }

  /** Whether the spans have as many buckets as there are counts. */
  boolean isConsistent() {
    return size == counts.size();
  }

  void readSpan(ProtoReader in) {
    int start = WriteRequestDecoder.message(in);
    span.reset(in.buffer(), start, in.position() - start);
    long offset = 0;
    int length = 0;
    while (span.nextField()) {
      switch (span.fieldNumber()) {
        case 1 -> {
          span.expect(ProtoReader.VARINT);
          offset = span.readZigZag();
        }
        case 2 -> {
          span.expect(ProtoReader.VARINT);
          length = span.readUint31();
        }
        default -> span.skip();
      }
    }
    nextIndex += offset;
    boolean fits =
        length <= MAX_BUCKETS - size
            && offset == (int) offset
            && Math.abs(nextIndex) <= Integer.MAX_VALUE / 2;
    if (!fits) {
      throw new MalformedRecordException(
          "a native histogram has more than " + MAX_BUCKETS + " buckets, or a span out of range");
    }
    if (size + length > indexes.length) {
      indexes = Arrays.copyOf(indexes, Math.max(indexes.length * 2, size + length));
    }
    for (int i = 0; i < length; i++) {
      indexes[size++] = (int) nextIndex++;
    }
  }

  void readDeltas(ProtoReader in) {
    if (in.wireType() == ProtoReader.VARINT) {
      addDelta(in.readZigZag());
      return;
    }
    in.expect(ProtoReader.LENGTH_DELIMITED);
    int length = in.readLength();
    int end = in.position() + length;
    int outer = in.limit(end);
    while (in.position() < end) {
      addDelta(in.readZigZag());
    }
    in.limit(outer);
  }

  void readCounts(ProtoReader in) {
    readDoubles(in, counts);
  }

  static void readDoubles(ProtoReader in, DoubleList target) {
    if (in.wireType() == ProtoReader.FIXED64) {
      target.add(in.readDouble());
      return;
    }
    in.expect(ProtoReader.LENGTH_DELIMITED);
    int length = in.readLength();
    int end = in.position() + length;
    int outer = in.limit(end);
    while (in.position() < end) {
      target.add(in.readDouble());
    }
    in.limit(outer);
  }

  private void addDelta(long delta) {
    runningCount += delta;
    counts.add(runningCount);
  }
}
