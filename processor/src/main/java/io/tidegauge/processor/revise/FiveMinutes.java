package io.tidegauge.processor.revise;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.window.Window;
import java.util.TreeMap;

/**
 * The 5m windows of one series, of its raw samples as they come sorted by (timestamp, offset,
 * index). The rules of the open windows: a stale marker is no value, and but for observations the
 * first of an identity counts. Not thread-safe.
 */
public final class FiveMinutes {

  /**
   * Prometheus' stale marker: ends a series, is no value (Remote-Write 2.0 specification, "Stale
   * Markers").
   */
  private static final long STALE_MARKER = 0x7ff0000000000002L;

  private final boolean counter;
  private final boolean observations;
  private TreeMap<Long, Aggregate> windows = new TreeMap<>();
  private long previous = Long.MIN_VALUE;

  /** Empty windows of a kind of series. */
  public FiveMinutes(boolean counter, boolean observations) {
    this.counter = counter;
    this.observations = observations;
  }

  /** Adds a sample; ms since the epoch. */
  public void add(long timestamp, double value) {
    if (Double.doubleToRawLongBits(value) == STALE_MARKER) {
      return; // one at the same timestamp counts, as it does in an open window
    }
    if (!observations && timestamp == previous) {
      return;
    }
    previous = timestamp;
    windows
        .computeIfAbsent(Window.M5.start(timestamp), start -> new Aggregate())
        .add(timestamp, value, counter);
  }

  /** The windows by their starts; begins anew. */
  public TreeMap<Long, Aggregate> take() {
    TreeMap<Long, Aggregate> taken = windows;
    windows = new TreeMap<>();
    previous = Long.MIN_VALUE;
    return taken;
  }
}
