package io.tidegauge.contract.series;

import java.util.HexFormat;

/**
 * The 128-bit identity of a series, for cold paths; hot paths carry its two longs. As text: 32
 * hexadecimal digits, high half first.
 */
public record SeriesId(long high, long low) implements Comparable<SeriesId> {

  /** The id written as 32 hexadecimal digits. */
  public static SeriesId parse(String hex) {
    if (hex.length() != 32) {
      throw new IllegalArgumentException(
          "a series id has 32 hexadecimal digits, got '" + hex + "'");
    }
    return new SeriesId(
        HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }

  @Override
  public int compareTo(SeriesId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
