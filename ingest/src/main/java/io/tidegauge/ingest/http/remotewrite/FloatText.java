package io.tidegauge.ingest.http.remotewrite;

import java.math.BigDecimal;

/**
 * A float as Prometheus writes it in {@code le}: the shortest digits that read back the same, with
 * an exponent of two digits at least where it is below -4 or above 20.
 */
final class FloatText {

  private FloatText() {}

  static String of(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 21) {
      return digits.toPlainString();
    }
    String mantissa = digits.scaleByPowerOfTen(-exponent).toPlainString();
    int size = Math.abs(exponent);
    return mantissa + 'e' + (exponent < 0 ? '-' : '+') + (size < 10 ? "0" : "") + size;
  }
}
