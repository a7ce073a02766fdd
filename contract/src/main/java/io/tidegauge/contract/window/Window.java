package io.tidegauge.contract.window;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The four windows. All are aligned to UTC (to the epoch) and half-open: [start, start + length).
 * Each but the first is made of whole windows of the one before it.
 */
public enum Window {
  /** Five minutes, made of samples. */
  M5("5m", 5 * 60_000L),
  /** Fifteen minutes, made of three 5m. */
  M15("15m", 15 * 60_000L),
  /** One hour, made of four 15m. */
  H1("1h", 60 * 60_000L),
  /** Twenty-four hours, made of twenty-four 1h. */
  H24("24h", 24 * 60 * 60_000L);

  private static final Window[] ALL = values();

  private final String label;
  private final long millis;

  Window(String label, long millis) {
    this.label = label;
    this.millis = millis;
  }

  /** The name in URLs, tables and records: 5m, 15m, 1h, 24h. */
  public String label() {
    return label;
  }

  /** The length in milliseconds. */
  public long millis() {
    return millis;
  }

  /**
   * The start of the window that holds {@code timestamp} (ms since the epoch; negative ones too).
   */
  public long start(long timestamp) {
    return timestamp - Math.floorMod(timestamp, millis);
  }

  /** The end, exclusive, of the window that starts at {@code start}. */
  public long end(long start) {
    return start + millis;
  }

  /** The window that this one is a child of; null for 24h. */
  public @Nullable Window parent() {
    return this == H24 ? null : ALL[ordinal() + 1];
  }

  /** The window that this one is made of; null for 5m, which is made of samples. */
  public @Nullable Window child() {
    return this == M5 ? null : ALL[ordinal() - 1];
  }

  /** The window of a label, with an error that lists the choices. */
  public static Window ofLabel(String label) {
    for (Window window : ALL) {
      if (window.label.equals(label)) {
        return window;
      }
    }
    throw new IllegalArgumentException(
        "unknown window '"
            + label
            + "', use one of "
            + Arrays.stream(ALL).map(Window::label).collect(Collectors.joining(", ")));
  }
}
