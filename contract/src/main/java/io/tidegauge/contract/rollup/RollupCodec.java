package io.tidegauge.contract.rollup;

import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;

/**
 * The bytes of a rollup: message {@code Rollup} of {@code tidegauge/v1/records.proto}. Fields with
 * their default value are left out, unknown fields are skipped. Stateless.
 */
public final class RollupCodec {

  private static final Window[] WINDOWS = Window.values();
  private static final Rollup.State[] STATES = Rollup.State.values();

  private RollupCodec() {}

  /** Writes the message's fields (no length in front). */
  public static void write(Rollup rollup, ProtoWriter out) {
    write(
        rollup.window(), rollup.start(), rollup.version(), rollup.state(), rollup.aggregate(), out);
  }

  /** Writes the fields of a rollup that there is no object of. */
  public static void write(
      Window window,
      long windowStart,
      RollupVersion version,
      Rollup.State state,
      Aggregate a,
      ProtoWriter out) {
    varint(out, 1, window.ordinal() + 1L);
    out.zigZagField(2, windowStart);
    varint(out, 3, version.epoch());
    varint(out, 4, version.offset());
    varint(out, 5, version.revision());
    varint(out, 6, state.ordinal());
    varint(out, 7, a.count());
    varint(out, 8, a.nanCount());
    number(out, 9, a.rawSum());
    number(out, 10, a.compensation());
    number(out, 11, a.sumOfSquares());
    if (a.count() > 0) {
      number(out, 12, a.min());
      number(out, 13, a.max());
      out.zigZagField(14, a.firstTimestamp() - windowStart);
      number(out, 15, a.first());
      out.zigZagField(16, a.lastTimestamp() - windowStart);
      number(out, 17, a.last());
      number(out, 18, a.increase());
      int start = out.beginMessage(19);
      a.sketch().write(out);
      out.endMessage(start);
    }
  }

  /** Reads the fields from the reader's position to its limit. */
  public static Rollup read(ProtoReader in) {
    int window = 0;
    long start = 0;
    long epoch = 0;
    long offset = 0;
    long revision = 0;
    long state = 0;
    long count = 0;
    long nanCount = 0;
    double sum = 0;
    double compensation = 0;
    double squares = 0;
    double min = 0;
    double max = 0;
    long firstDelta = 0;
    double first = 0;
    long lastDelta = 0;
    double last = 0;
    double increase = 0;
    Aggregate a = new Aggregate();
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> window = in.uint31Field();
        case 2 -> start = in.zigZagField();
        case 3 -> epoch = in.uint31Field();
        case 4 -> offset = in.varintField();
        case 5 -> revision = in.uint31Field();
        case 6 -> state = in.uint31Field();
        case 7 -> count = in.varintField();
        case 8 -> nanCount = in.varintField();
        case 9 -> sum = in.doubleField();
        case 10 -> compensation = in.doubleField();
        case 11 -> squares = in.doubleField();
        case 12 -> min = in.doubleField();
        case 13 -> max = in.doubleField();
        case 14 -> firstDelta = in.zigZagField();
        case 15 -> first = in.doubleField();
        case 16 -> lastDelta = in.zigZagField();
        case 17 -> last = in.doubleField();
        case 18 -> increase = in.doubleField();
        case 19 -> {
          int outer = in.enter();
          a.sketch().clear();
          a.sketch().mergeFrom(in);
          in.leave(outer);
        }
        default -> in.skip();
      }
    }
    if (window < 1 || window > WINDOWS.length || state >= STATES.length) {
      throw new MalformedRecordException("rollup with unknown window " + window + " or state");
    }
    if (count < 0 || nanCount < 0) {
      throw new MalformedRecordException("rollup with a negative count");
    }
    boolean empty = count == 0;
    if (!empty && !(min <= max)) {
      throw new MalformedRecordException("rollup with minimum " + min + " above maximum " + max);
    }
    a.restore(
        count,
        nanCount,
        sum,
        compensation,
        squares,
        empty ? Double.NaN : min,
        empty ? Double.NaN : max);
    a.restoreOrdered(
        empty ? 0 : start + firstDelta,
        empty ? Double.NaN : first,
        empty ? 0 : start + lastDelta,
        empty ? Double.NaN : last,
        increase);
    return new Rollup(
        WINDOWS[window - 1],
        start,
        new RollupVersion((int) epoch, offset, (int) revision),
        STATES[(int) state],
        a);
  }

  private static void varint(ProtoWriter out, int field, long value) {
    if (value != 0) {
      out.varintField(field, value);
    }
  }

  private static void number(ProtoWriter out, int field, double value) {
    if (Double.doubleToRawLongBits(value) != 0) {
      out.doubleField(field, value);
    }
  }
}
