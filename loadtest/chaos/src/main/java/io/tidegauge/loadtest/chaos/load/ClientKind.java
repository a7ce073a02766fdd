package io.tidegauge.loadtest.chaos.load;

import io.tidegauge.loadtest.generate.GeneratorSpec;
import java.time.Duration;
import java.time.Instant;

/** The clients of a load, one of each: what it sends, how, and how late. */
enum ClientKind {
  /** Gauges and counters over Remote-Write, late within the grace. */
  REMOTE_WRITE(false, false, false),
  /** Gauges and counters over Remote-Write, some hours late. */
  REMOTE_WRITE_LATE(false, false, true),
  /** Gauges and counters over the native stream, late within the grace. */
  STREAM(true, false, false),
  /** Numbered observations over the native stream, late within the grace. */
  EVENTS(true, true, false),
  /** Numbered observations over the native stream, some hours late. */
  EVENTS_LATE(true, true, true);

  private static final Duration HOURS_LATE = Duration.ofHours(5);
  private static final double LATE = 0.02;
  private static final double HOURS_LATE_SHARE = 0.005;
  private static final double EVENTS_PER_INTERVAL = 1.5;

  private final boolean stream;
  private final boolean events;
  private final boolean late;

  ClientKind(boolean stream, boolean events, boolean late) {
    this.stream = stream;
    this.events = events;
    this.late = late;
  }

  /** Whether it uses the native stream, not Remote-Write. */
  boolean isStream() {
    return stream;
  }

  /** What it sends from a time on. */
  GeneratorSpec load(LoadSettings settings, Instant from) {
    int series = Math.max(2, settings.series() / values().length);
    double perSecond = (double) settings.rate() / values().length;
    double interval =
        1000
            * settings.timeline().speed()
            * series
            * (events ? EVENTS_PER_INTERVAL : 1)
            / perSecond;
    return new GeneratorSpec(
        settings.seed() * values().length + ordinal(),
        "chaos_" + label(),
        events ? 0 : series / 2,
        events ? 0 : series - series / 2,
        events ? series : 0,
        2,
        from,
        Duration.between(from, settings.timeline().loadEnd()),
        Duration.ofMillis((long) Math.max(10, interval)),
        0.05,
        late ? HOURS_LATE_SHARE : LATE,
        late ? HOURS_LATE : settings.timeline().grace().multipliedBy(3).dividedBy(4),
        0.03,
        0.5,
        0.01,
        events ? 0 : 0.005);
  }

  /** The client's name. */
  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
