package io.tidegauge.processor.window;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;

/**
 * A window with its bytes, by {@link RollupCodec}: closed ones are kept so, as they are many and
 * seldom looked at.
 *
 * @param encoded of the rollup; not to be changed
 */
record ClosedWindow(Rollup rollup, byte[] encoded) {

  /** Encodes a rollup. */
  static ClosedWindow of(Rollup rollup, ProtoWriter buffer) {
    buffer.reset();
    RollupCodec.write(rollup, buffer);
    return new ClosedWindow(rollup, buffer.toByteArray());
  }

  /** The rollup of bytes, as a new object. */
  static Rollup decode(byte[] encoded) {
    return RollupCodec.read(new ProtoReader().reset(encoded, 0, encoded.length));
  }
}
