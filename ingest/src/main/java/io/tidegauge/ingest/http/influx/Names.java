package io.tidegauge.ingest.http.influx;

/** Makes names that keep to Prometheus' data model, byte by byte: what does not fit becomes '_'. */
final class Names {

  private Names() {}

  /** Sanitizes into a metric name; {@code first} where it is the name's beginning. */
  static void sanitize(byte[] source, int length, byte[] target, int at, boolean first) {
    for (int i = 0; i < length; i++) {
      byte b = source[i];
      boolean digit = b >= '0' && b <= '9';
      boolean fits = isLetter(b) || b == ':' || (digit && (!first || i > 0));
      target[at + i] = fits ? b : (byte) '_';
    }
  }

  /** Sanitizes into a label name, which may become one byte longer; gives its length. */
  static int label(byte[] source, int length, byte[] target) {
    int at = 0;
    if (source[0] >= '0' && source[0] <= '9') {
      target[at++] = '_';
    }
    for (int i = 0; i < length; i++) {
      byte b = source[i];
      boolean fits = isLetter(b) || (b >= '0' && b <= '9');
      target[at++] = fits ? b : (byte) '_';
    }
    return at;
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
  }
}
