package io.tidegauge.ingest.otlp;

/** Counts of OTLP are unsigned 64-bit integers. */
final class Unsigned {

  private Unsigned() {}

  /** The nearest double below or at the value (exact up to 2^53). */
  static double toDouble(long value) {
    return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
  }
}
