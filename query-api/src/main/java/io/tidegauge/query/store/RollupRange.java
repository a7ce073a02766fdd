package io.tidegauge.query.store;

import io.tidegauge.contract.window.Window;
import io.tidegauge.query.web.Matcher;
import java.util.List;

/**
 * Which rollups are asked for.
 *
 * @param from start of the first window, ms since the epoch
 * @param to windows start before this
 * @param matchers all of these
 * @param sketches whether the sketches are wanted
 */
public record RollupRange(
    String tenant,
    String metric,
    Window window,
    long from,
    long to,
    List<Matcher> matchers,
    boolean sketches) {

  /** Copies the list. */
  public RollupRange {
    matchers = List.copyOf(matchers);
  }

  /** How many windows of one series there are at the most. */
  public long windows() {
    return Math.ceilDiv(to - from, window.millis());
  }
}
