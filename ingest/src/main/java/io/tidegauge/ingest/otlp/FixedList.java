package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import java.util.Arrays;

/**
 * A repeated fixed64 or double, packed or not. Keeps as many as the limit and counts the rest, so
 * that a hostile list costs no memory. Not thread-safe.
 */
final class FixedList {

  private final int limit;
  private long[] values = new long[64];
  private int size;

  FixedList(int limit) {
    this.limit = limit;
  }

  void clear() {
    size = 0;
  }

  /** How many there were, those over the limit too. */
  int size() {
    return size;
  }

  long asLong(int i) {
    return values[i];
  }

  double asDouble(int i) {
    return Double.longBitsToDouble(values[i]);
  }

  /** Reads the reader's current field. */
  void read(ProtoReader in) {
    if (in.wireType() == ProtoReader.FIXED64) {
      add(in.readFixed64());
      return;
    }
    in.expect(ProtoReader.LENGTH_DELIMITED);
    int length = in.readLength();
    if (length % Long.BYTES != 0) {
      throw new MalformedRecordException(
          "field " + in.fieldNumber() + " has " + length + " bytes, no multiple of 8");
    }
    int end = in.position() + length;
    while (in.position() < end) {
      add(in.readFixed64());
    }
  }

  void add(double value) {
    add(Double.doubleToRawLongBits(value));
  }

  private void add(long value) {
    if (size < limit) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size] = value;
    }
    size++;
  }
}
