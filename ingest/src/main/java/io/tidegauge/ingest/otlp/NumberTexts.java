package io.tidegauge.ingest.otlp;

import java.nio.charset.StandardCharsets;

/**
 * The texts of the doubles that come again and again (bounds of buckets, quantiles), so that they
 * are written once. Direct-mapped and so bounded: {@value #SLOTS} texts of some tens of bytes. Not
 * thread-safe.
 */
final class NumberTexts {

  private static final int SLOTS = 1024;

  private final long[] keys = new long[SLOTS];
  private final byte[][] texts = new byte[SLOTS][0];

  /** The text's bytes; {@code +Inf} as Prometheus writes it. Not to be changed. */
  byte[] of(double value) {
    long bits = Double.doubleToLongBits(value);
    int slot = (int) ((bits * 0x9E3779B97F4A7C15L) >>> 54);
    byte[] text = texts[slot];
    if (text.length == 0 || keys[slot] != bits) {
      String written = value == Double.POSITIVE_INFINITY ? "+Inf" : NumberText.of(value);
      text = written.getBytes(StandardCharsets.US_ASCII);
      texts[slot] = text;
      keys[slot] = bits;
    }
    return text;
  }
}
