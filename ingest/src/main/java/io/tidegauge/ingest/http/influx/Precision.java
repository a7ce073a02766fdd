package io.tidegauge.ingest.http.influx;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;

/**
 * The unit of the timestamps ("Timestamp precision"): of the 1.x API ns, u, µ, ms, s, m, h, of the
 * 2.x API ns, us, ms, s; all are taken on both.
 */
enum Precision {
  NANOSECONDS(1, 1_000_000),
  MICROSECONDS(1, 1_000),
  MILLISECONDS(1, 1),
  SECONDS(1_000, 1),
  MINUTES(60_000, 1),
  HOURS(3_600_000, 1);

  private final long factor;
  private final long divisor;

  Precision(long factor, long divisor) {
    this.factor = factor;
    this.divisor = divisor;
  }

  /** The precision of the parameter; nanoseconds where it is absent. */
  static Precision of(String parameter) {
    return switch (parameter) {
      case "", "n", "ns" -> NANOSECONDS;
      case "u", "us", "µ", "μ" -> MICROSECONDS;
      case "ms" -> MILLISECONDS;
      case "s" -> SECONDS;
      case "m" -> MINUTES;
      case "h" -> HOURS;
      default ->
          throw new RequestRefusedException(
              RejectReason.INVALID_TIMESTAMP,
              "precision '" + parameter + "' is unknown; use ns, us, ms or s");
    };
  }

  /**
   * Milliseconds since the epoch, rounded down.
   *
   * @throws ArithmeticException where they do not fit
   */
  long toMillis(long timestamp) {
    return Math.multiplyExact(Math.floorDiv(timestamp, divisor), factor);
  }
}
