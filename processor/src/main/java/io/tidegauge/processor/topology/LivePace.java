package io.tidegauge.processor.topology;

import java.time.Duration;

/**
 * How often live state is handed over: at the interval that is set while records are fresh; less
 * often where they are old, as a task has to catch up, so that telling what is outdated does not
 * take what catching up needs. What is told is then older by an eighth than it is anyway. Not
 * thread-safe.
 */
final class LivePace {

  private static final int PART_OF_AGE = 8;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** A thread has several tasks, and a fetch takes its time. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final long shortestNanos;
  private long ageMillis;
  private long cameAt;

  LivePace(Duration shortest) {
    shortestNanos = shortest.toNanos();
  }

  /** A record came; both times in ms since the epoch, by the true time. */
  void came(long appended, long now) {
    ageMillis = now - appended;
    cameAt = now;
  }

  /** Call it some times a second: where no record has come for two seconds, none is waiting. */
  void look(long now) {
    if (now - cameAt >= SILENCE.toMillis()) {
      ageMillis = 0;
    }
  }

  /** The least time from one hand-over to the next, ns. */
  long intervalNanos() {
    long part = Math.min(LONGEST.toNanos(), Math.max(0, ageMillis) * 1_000_000 / PART_OF_AGE);
    return Math.max(shortestNanos, part);
  }

  /** Whether records are so old that hand-overs are fewer. */
  boolean isBehind() {
    return intervalNanos() > shortestNanos;
  }
}
