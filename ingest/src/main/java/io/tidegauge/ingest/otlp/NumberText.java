package io.tidegauge.ingest.otlp;

import java.math.BigDecimal;

/**
 * Doubles as text, one text a value: the shortest digits that read back as the same double, plain
 * from 1e-6 to 1e21 and with an exponent outside (RFC 8785 section 3.2.2.3). For {@code le} and
 * {@code quantile}, where the text is part of the series' identity, and for attributes, as
 * OpenTelemetry's "AnyValue representation for non-OTLP protocols" asks for JSON numbers.
 */
final class NumberText {

  private NumberText() {}

  /** The text; {@code NaN}, {@code Infinity} and {@code -Infinity} for what JSON has no number. */
  static String of(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    double magnitude = Math.abs(value);
    if (magnitude >= 1e-6 && magnitude < 1e21) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "" : "+") + exponent;
  }
}
