package io.tidegauge.contract.rollup;

import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;

/**
 * The bytes of a rollup: message {@code Rollup} of {@code tidegauge/v1/records.proto}. Fields with
 * their default value are left out, unknown fields are skipped. Stateless.
 */
public final class RollupCodec {

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
    RollupReader reader = new RollupReader().read(in);
    return new Rollup(
        reader.window(), reader.start(), reader.version(), reader.state(), reader.aggregate());
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
