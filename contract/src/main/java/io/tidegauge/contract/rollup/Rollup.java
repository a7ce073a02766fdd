package io.tidegauge.contract.rollup;

import io.tidegauge.contract.window.Window;

/**
 * The aggregate of one series and window, with its version: what the rollups topic and the live
 * topic carry and the stores keep.
 *
 * @param window which of the four
 * @param start start of the window, ms since the epoch
 * @param version the higher one replaces the lower one
 * @param state how complete it is
 * @param aggregate of the samples counted up to the version
 */
public record Rollup(
    Window window, long start, RollupVersion version, State state, Aggregate aggregate) {

  /** How complete a rollup is. */
  public enum State {
    /** Of all samples so far; the window is open. */
    PROVISIONAL,
    /** The watermark has passed the end and the grace. Only a revision can replace it. */
    FINAL,
    /**
     * On the live topic only, for 15m, 1h and 24h: of the window's closed children. Its open
     * children are to be merged into it (over time) by the reader.
     */
    BASE
  }

  /** The end of the window, exclusive, ms since the epoch. */
  public long end() {
    return window.end(start);
  }
}
