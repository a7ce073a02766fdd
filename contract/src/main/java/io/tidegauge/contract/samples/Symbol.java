package io.tidegauge.contract.samples;

import io.tidegauge.contract.series.SeriesHasher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A string for many records, as UTF-8 bytes with their hash: a record that has it already knows it
 * by the object, without looking at its bytes. Immutable.
 */
public final class Symbol {

  private final byte[] bytes;
  private final long hash;

  /**
   * A copy of a slice.
   *
   * @param hash low 64 bits of the slice's XXH3-128, as {@link SeriesHasher#low()} gives it
   */
  public Symbol(byte[] source, int offset, int length, long hash) {
    this.bytes = Arrays.copyOfRange(source, offset, offset + length);
    this.hash = hash;
  }

  /** How many bytes it has. */
  public int length() {
    return bytes.length;
  }

  /** Low 64 bits of the bytes' XXH3-128. */
  public long hash() {
    return hash;
  }

  /** Its bytes, not a copy: not to be written to. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Symbol symbol
        && hash == symbol.hash
        && Arrays.equals(bytes, symbol.bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
