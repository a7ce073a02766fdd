package io.tidegauge.ingest.admission;

/**
 * Prometheus' data model (prometheus.io/docs/concepts/data_model, "Metric names and labels"), in
 * the form that all of its versions read: metric names are {@code [a-zA-Z_:][a-zA-Z0-9_:]*}, label
 * names {@code [a-zA-Z_][a-zA-Z0-9_]*}, label values any UTF-8.
 */
public final class NameRules {

  private NameRules() {}

  /** Whether a slice is a metric name. */
  public static boolean isMetricName(byte[] bytes, int start, int end) {
    return isName(bytes, start, end, true);
  }

  /** Whether a slice is a label name. */
  public static boolean isLabelName(byte[] bytes, int start, int end) {
    return isName(bytes, start, end, false);
  }

  /** Whether a slice is well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong). */
  public static boolean isUtf8(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end) {
      int b = bytes[i];
      if (b >= 0) {
        i++;
        continue;
      }
      int lead = b & 0xFF;
      int more;
      int lowest = 0x80;
      int highest = 0xBF;
      if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1;
      } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2;
        lowest = lead == 0xE0 ? 0xA0 : 0x80;
        highest = lead == 0xED ? 0x9F : 0xBF;
      } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3;
        lowest = lead == 0xF0 ? 0x90 : 0x80;
        highest = lead == 0xF4 ? 0x8F : 0xBF;
      } else {
        return false;
      }
      if (end - i <= more) {
        return false;
      }
      for (int k = 1; k <= more; k++) {
        int next = bytes[i + k] & 0xFF;
        if (next < lowest || next > highest) {
          return false;
        }
        lowest = 0x80;
        highest = 0xBF;
      }
      i += more + 1;
    }
    return true;
  }

  private static boolean isName(byte[] bytes, int start, int end, boolean colon) {
    if (start >= end) {
      return false;
    }
    for (int i = start; i < end; i++) {
      int c = bytes[i];
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean valid = letter || (colon && c == ':') || (i > start && c >= '0' && c <= '9');
      if (!valid) {
        return false;
      }
    }
    return true;
  }
}
