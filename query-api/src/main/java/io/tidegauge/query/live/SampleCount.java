package io.tidegauge.query.live;

import io.tidegauge.contract.window.Window;
import org.jspecify.annotations.Nullable;

/**
 * How many samples an entry of the live topic tells of that were not told of before. Each sample is
 * in one 5m window, so what its windows have more than they had is what came; NaN samples count.
 * Stateless.
 */
final class SampleCount {

  private SampleCount() {}

  /**
   * Samples that came with an entry, 0 or more.
   *
   * @param old the series before it; null where it is new
   * @param windows the windows of the series after it
   */
  static long gained(@Nullable SeriesState old, LiveWindow[] windows) {
    long gained = 0;
    for (LiveWindow told : windows) {
      if (told.window() == Window.M5) {
        LiveWindow before = old == null ? null : old.entry(Window.M5, told.start());
        gained += told.samples() - (before == null ? 0 : before.samples());
      }
    }
    return Math.max(0, gained);
  }
}
