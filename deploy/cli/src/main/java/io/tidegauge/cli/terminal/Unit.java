package io.tidegauge.cli.terminal;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What values are measured in, as far as it changes how they are written. */
public enum Unit {
  /** Shown in KiB, MiB and so on. */
  BYTES,
  /** Shown in µs to days. */
  SECONDS,
  /** A share of 1, shown in percent. */
  RATIO,
  /** Percent. */
  PERCENT,
  /** A plain number. */
  NONE;

  private static final Map<String, Unit> BY_NAME =
      Map.of(
          "by", BYTES,
          "byte", BYTES,
          "bytes", BYTES,
          "s", SECONDS,
          "second", SECONDS,
          "seconds", SECONDS,
          "ratio", RATIO,
          "%", PERCENT,
          "percent", PERCENT);

  /**
   * As the dashboard has it: by the unit that the API gives, else by the metric name's suffix
   * (Prometheus' naming rules).
   *
   * @param unit empty where the API gives none
   */
  public static Unit of(String metric, String unit) {
    Unit given = BY_NAME.get(unit.toLowerCase(Locale.ROOT));
    if (given != null) {
      return given;
    }
    String name = metric.replaceFirst("_(total|sum|max|min)$", "");
    String last = name.substring(Math.max(name.lastIndexOf('_'), name.lastIndexOf('.')) + 1);
    // A metric whose whole name is "s" or "by" is not in seconds or bytes.
    @Nullable Unit byName = last.length() > 2 ? BY_NAME.get(last) : null;
    return byName == null ? NONE : byName;
  }
}
