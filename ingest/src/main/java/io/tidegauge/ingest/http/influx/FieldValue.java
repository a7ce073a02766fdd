package io.tidegauge.ingest.http.influx;

import java.nio.charset.StandardCharsets;

/**
 * A field's value ("Data types and format"): float, integer, unsigned integer or boolean. Java's
 * own extensions (hexadecimal, a type suffix) are none. Reusable.
 */
final class FieldValue {

  private static final int MAX_LENGTH = 512;

  private double value;
  private String problem = "";

  double value() {
    return value;
  }

  /** What to change, after {@link #parse} was false. */
  String problem() {
    return problem;
  }

  boolean parse(byte[] bytes, int from, int to) {
    if (to - from > MAX_LENGTH) {
      problem = "a field's value is longer than any number; quote strings";
      return false;
    }
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    switch (text) {
      case "t", "T", "true", "True", "TRUE" -> value = 1;
      case "f", "F", "false", "False", "FALSE" -> value = 0;
      default -> {
        return number(text);
      }
    }
    return true;
  }

  private boolean number(String text) {
    char last = text.charAt(text.length() - 1);
    try {
      if (last == 'i') {
        value = Long.parseLong(text.substring(0, text.length() - 1));
      } else if (last == 'u') {
        value = unsigned(Long.parseUnsignedLong(text.substring(0, text.length() - 1)));
      } else if (isFloat(text)) {
        value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
          problem = "'" + text + "' is beyond a 64-bit float";
          return false;
        }
      } else {
        problem = "'" + text + "' is not a number or boolean; quote strings";
        return false;
      }
      return true;
    } catch (NumberFormatException e) {
      problem = "'" + text + "' is not a number";
      return false;
    }
  }

  /** Digits, sign, point and exponent only: neither NaN nor infinities are in the protocol. */
  private static boolean isFloat(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
        return false;
      }
    }
    return true;
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : (double) (bits >>> 1) * 2.0;
  }
}
