package io.tidegauge.ingest.otlp;

import java.util.Map;

/**
 * UCUM units as the words that end Prometheus names. Specification: Prometheus and OpenMetrics
 * Compatibility, both sections Metric Metadata: the table of units; portions in curly brackets are
 * dropped; rates become words ({@code m/s} is {@code meters_per_second}). {@code 1} becomes {@code
 * ratio}, for gauges only, as in Prometheus' own translation. A unit outside of the table is kept
 * with its characters outside of {@code [a-zA-Z0-9]} replaced.
 */
final class UnitWords {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("d", "days"),
          Map.entry("h", "hours"),
          Map.entry("min", "minutes"),
          Map.entry("s", "seconds"),
          Map.entry("ms", "milliseconds"),
          Map.entry("us", "microseconds"),
          Map.entry("ns", "nanoseconds"),
          Map.entry("By", "bytes"),
          Map.entry("KiBy", "kibibytes"),
          Map.entry("MiBy", "mebibytes"),
          Map.entry("GiBy", "gibibytes"),
          Map.entry("TiBy", "tebibytes"),
          Map.entry("kBy", "kilobytes"),
          Map.entry("KBy", "kilobytes"),
          Map.entry("MBy", "megabytes"),
          Map.entry("GBy", "gigabytes"),
          Map.entry("TBy", "terabytes"),
          Map.entry("m", "meters"),
          Map.entry("V", "volts"),
          Map.entry("A", "amperes"),
          Map.entry("J", "joules"),
          Map.entry("W", "watts"),
          Map.entry("g", "grams"),
          Map.entry("Cel", "celsius"),
          Map.entry("Hz", "hertz"),
          Map.entry("%", "percent"),
          Map.entry("1", ""));

  /** Units after the stroke of a rate, in the singular. */
  private static final Map<String, String> PER =
      Map.of(
          "s", "second", "m", "minute", "min", "minute", "h", "hour", "d", "day", "w", "week", "wk",
          "week", "mo", "month", "y", "year");

  private UnitWords() {}

  /** The word of a unit; empty where the name is to have none. */
  static String of(String unit, boolean gauge) {
    if (unit.isEmpty()) {
      return "";
    }
    if (unit.equals("1")) {
      return gauge ? "ratio" : "";
    }
    String bare = withoutBrackets(unit);
    int stroke = bare.indexOf('/');
    if (stroke < 0) {
      return word(bare.trim(), WORDS);
    }
    String over = word(bare.substring(0, stroke).trim(), WORDS);
    String under = word(bare.substring(stroke + 1).trim(), PER);
    if (under.isEmpty()) {
      return over;
    }
    return over.isEmpty() ? "per_" + under : over + "_per_" + under;
  }

  private static String word(String unit, Map<String, String> table) {
    String known = table.get(unit);
    return known != null ? known : clean(unit);
  }

  private static String withoutBrackets(String unit) {
    if (unit.indexOf('{') < 0) {
      return unit;
    }
    StringBuilder out = new StringBuilder(unit.length());
    int depth = 0;
    for (int i = 0; i < unit.length(); i++) {
      char c = unit.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth = Math.max(0, depth - 1);
      } else if (depth == 0) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String clean(String unit) {
    StringBuilder out = new StringBuilder(unit.length());
    for (int i = 0; i < unit.length(); i++) {
      char c = unit.charAt(i);
      boolean kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (kept) {
        out.append(c);
      } else if (!out.isEmpty() && out.charAt(out.length() - 1) != '_') {
        out.append('_');
      }
    }
    int end = out.length();
    if (end > 0 && out.charAt(end - 1) == '_') {
      out.setLength(end - 1);
    }
    return out.toString();
  }
}
