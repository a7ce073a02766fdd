package io.tidegauge.ingest.otlp;

/**
 * Bounds of exponential buckets (OpenTelemetry metrics data model, section Exponential Scale): with
 * base = 2^(2^-scale), bucket i of the positive range holds (base^i, base^(i+1)]. The texts of the
 * bounds are part of series' identities, so they come out the same on every machine (StrictMath).
 */
final class ExponentialScale {

  /** Finer buckets than these, 9 % wide, are merged: each bucket is a series. */
  static final int MAX = 3;

  private static final double[][] FRACTIONS = new double[MAX + 1][];

  static {
    for (int scale = 0; scale <= MAX; scale++) {
      int parts = 1 << scale;
      FRACTIONS[scale] = new double[parts];
      for (int part = 0; part < parts; part++) {
        FRACTIONS[scale][part] = StrictMath.pow(2, (double) part / parts);
      }
    }
  }

  private ExponentialScale() {}

  /**
   * base^index; 0 or infinity where a double cannot hold it.
   *
   * @param scale at most {@link #MAX}
   */
  static double bound(int scale, long index) {
    long exponent;
    double fraction = 1;
    if (scale > 0) {
      exponent = index >> scale;
      fraction = FRACTIONS[scale][(int) (index & ((1 << scale) - 1))];
    } else {
      int shift = Math.min(-scale, 32);
      exponent = Math.clamp(index, -(1L << 30), 1L << 30) << shift;
    }
    return Math.scalb(fraction, (int) Math.clamp(exponent, -3000L, 3000L));
  }
}
