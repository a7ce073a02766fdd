package io.tidegauge.query.health;

/**
 * One limit of one rule on one server: whether the value counts as over it. It does once the value
 * has been over it for a time without a break, and does no more once the value has not been over it
 * for a time without a break. Not thread-safe.
 */
final class Threshold {

  private boolean active;
  private long since = ServerHealth.UNKNOWN;
  private long turning = ServerHealth.UNKNOWN;

  /**
   * Looks at a value.
   *
   * @param now ms since the epoch
   * @param rise how long over the limit until it counts, ms
   * @param fall how long not over it until it does no more, ms
   */
  void judge(boolean over, long now, long rise, long fall) {
    if (over == active) {
      turning = ServerHealth.UNKNOWN;
      return;
    }
    if (turning == ServerHealth.UNKNOWN) {
      turning = now;
    }
    if (now - turning >= (active ? fall : rise)) {
      active = over;
      since = over ? turning : ServerHealth.UNKNOWN;
      turning = ServerHealth.UNKNOWN;
    }
  }

  /** The limit is another now: only what is over it stays. */
  void edited(boolean over) {
    pause();
    if (!over) {
      active = false;
      since = ServerHealth.UNKNOWN;
    }
  }

  /** What has begun begins anew; what counts goes on. */
  void pause() {
    turning = ServerHealth.UNKNOWN;
  }

  /** It counts since then, as others saw. */
  void adopt(long begun) {
    if (!active) {
      active = true;
      since = begun;
      pause();
    }
  }

  boolean active() {
    return active;
  }

  /** When the value went over the limit; UNKNOWN while it does not count. */
  long since() {
    return since;
  }

  boolean idle() {
    return !active && turning == ServerHealth.UNKNOWN;
  }
}
