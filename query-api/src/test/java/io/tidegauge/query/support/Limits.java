package io.tidegauge.query.support;

import io.tidegauge.query.config.LimitProperties;
import io.tidegauge.query.config.LiveProperties;
import java.time.Duration;

/** Small limits for tests. */
public final class Limits {

  private Limits() {}

  /** Limits of live state. */
  public static LiveProperties live(int series, int windows, int ended) {
    return live(series, windows, ended, Duration.ofSeconds(15));
  }

  /** The same with heartbeats of their own. */
  public static LiveProperties live(int series, int windows, int ended, Duration heartbeat) {
    return new LiveProperties(series, windows, ended, 10_000, 100, 16, 3, 4, heartbeat, true);
  }

  /** Limits of answers. */
  public static LimitProperties answers() {
    return new LimitProperties(1_000, 100, 100, 100, 3, Duration.ofSeconds(30));
  }
}
