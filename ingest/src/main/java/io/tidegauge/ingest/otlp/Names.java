package io.tidegauge.ingest.otlp;

/**
 * Names of OpenTelemetry as names of Prometheus. Specification: Prometheus and OpenMetrics
 * Compatibility, "OTLP Metric points to Prometheus", sections Metric Metadata, Sums and Metric
 * Attributes.
 */
final class Names {

  private static final boolean[] LABEL = new boolean[256];
  private static final boolean[] METRIC = new boolean[256];

  static {
    for (int c = 0; c < 128; c++) {
      LABEL[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      METRIC[c] = LABEL[c] || c == ':';
    }
  }

  private Names() {}

  /**
   * Appends an attribute's key as a label name: characters outside of {@code [a-zA-Z0-9_]} become
   * {@code _}, several {@code _} become one. A leading digit, about which the specification says
   * nothing, gets the prefix {@code key_}, as in Prometheus' own translation.
   */
  static void label(byte[] source, int offset, int length, ByteArena out) {
    if (length > 0 && isDigit(source[offset])) {
      out.appendAscii("key_");
    }
    sanitize(source, offset, length, LABEL, out, out.size());
  }

  /**
   * Appends the name of a metric's family, without the suffixes of histograms and summaries.
   *
   * @param unit the word for the unit, see {@link UnitWords}; empty for none. It is added unless
   *     the name ends with it already
   * @param monotonic a monotonic sum: {@code _total} ends the name, once
   * @param delta delta temporality: {@code _delta} takes the place of {@code _total}, since a
   *     metric is either the one or the other (docs/adr on delta temporality)
   */
  static void metric(
      byte[] source,
      int offset,
      int length,
      String unit,
      boolean monotonic,
      boolean delta,
      ByteArena out) {
    int start = out.size();
    if (length > 0 && isDigit(source[offset])) {
      out.append((byte) '_');
    }
    sanitize(source, offset, length, METRIC, out, start);
    if (monotonic && out.endsWith(start, "_total") && out.size() - start > "_total".length()) {
      out.truncate(out.size() - "_total".length());
    }
    if (!unit.isEmpty() && !endsWithWord(start, unit, out)) {
      suffix(start, unit, out);
    }
    if (delta) {
      suffix(start, "delta", out);
    } else if (monotonic && !out.endsWith(start, "_total")) {
      suffix(start, "total", out);
    }
  }

  private static boolean endsWithWord(int start, String word, ByteArena out) {
    if (!out.endsWith(start, word)) {
      return false;
    }
    int before = out.size() - word.length() - 1;
    return before < start || out.array()[before] == '_';
  }

  private static void suffix(int start, String word, ByteArena out) {
    if (out.last(start) != '_') {
      out.append((byte) '_');
    }
    out.appendAscii(word);
  }

  private static void sanitize(
      byte[] source, int offset, int length, boolean[] allowed, ByteArena out, int start) {
    for (int i = offset; i < offset + length; i++) {
      byte b = source[i];
      if (allowed[b & 0xFF]) {
        out.append(b);
      } else if (out.last(start) != '_') {
        out.append((byte) '_');
      }
    }
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
