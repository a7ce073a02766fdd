package io.tidegauge.query.json;

import io.tidegauge.contract.window.Window;
import java.util.Arrays;

/**
 * Texts of the starts of windows, as {@link Json#time(long)} writes them. The lines of an answer
 * have the same starts again and again: some of them are remembered. Not thread-safe.
 */
public final class Times {

  private static final int REMEMBERED = 1 << 10;

  /** None before the first is asked for: many answers have no line to write. */
  private long[] millis = {};

  private String[] texts = {};
  private final long window;

  /** Of windows of this length. */
  public Times(Window window) {
    this.window = window.millis();
  }

  /** The text of a time in ms since the epoch. */
  public String text(long time) {
    if (texts.length == 0) {
      millis = new long[REMEMBERED];
      texts = new String[REMEMBERED];
      Arrays.fill(texts, "");
    }
    int at = (int) (time / window) & (REMEMBERED - 1);
    if (millis[at] != time || texts[at].isEmpty()) {
      millis[at] = time;
      texts[at] = Json.time(time);
    }
    return texts[at];
  }
}
