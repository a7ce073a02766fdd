package io.tidegauge.loadtest.body;

/** What the values of a metric are like, as they are on real machines. */
public enum ValueKind {
  /** Grows by whole numbers; its metric's name ends in {@code _total}. */
  COUNTER,
  /** From 0 to 100 with two decimals, near to the one before. */
  PERCENTAGE,
  /** A latency in seconds: log-normal, every bit of it. */
  LATENCY,
  /** A small whole number. */
  LENGTH,
  /** Always the same. */
  CONSTANT;

  /** The first value, from some random bits. */
  double first(long random) {
    return switch (this) {
      case COUNTER -> random >>> 44;
      case PERCENTAGE -> (random >>> 1) % 10_000 / 100.0;
      case LATENCY -> latency(random);
      case LENGTH -> (random >>> 1) % 1000;
      case CONSTANT -> (random >>> 1) % 65_536;
    };
  }

  /** The one after a value. */
  double next(double value, long random) {
    return switch (this) {
      case COUNTER -> value + (random >>> 58);
      case PERCENTAGE -> Math.clamp(Math.rint(value * 100 + (random >> 55)) / 100, 0.0, 100.0);
      case LATENCY -> latency(random);
      case LENGTH -> (random >>> 1) % 1000;
      case CONSTANT -> value;
    };
  }

  /** The sum of four uniform numbers is nearly normal. */
  private static double latency(long random) {
    long sum =
        (random & 0xffff)
            + (random >>> 16 & 0xffff)
            + (random >>> 32 & 0xffff)
            + (random >>> 48 & 0xffff);
    return 0.02 * Math.exp((sum / 65_536.0 - 2) * 1.5);
  }
}
