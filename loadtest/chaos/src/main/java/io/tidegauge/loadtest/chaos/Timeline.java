package io.tidegauge.loadtest.chaos;

import io.tidegauge.contract.time.ServiceClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/**
 * The services' time: it runs so much faster that a run of some minutes covers a midnight and a
 * whole day, and ends half an hour before another midnight. So windows of all lengths become final
 * while things break, and the last of them soon after.
 *
 * @param clock as the services have it
 * @param anchor when the clock showed the true time plus the offset
 * @param offset of the clock
 * @param speed of the clock
 * @param midnight the end of the last day of the load
 * @param grace of the windows; long enough for a resend to come in time, where a restart is quick
 */
public record Timeline(
    ServiceClock clock,
    Instant anchor,
    Duration offset,
    double speed,
    Instant midnight,
    Duration grace) {

  private static final Duration COVERED = Duration.ofHours(27);
  private static final Duration LAST_LOAD = Duration.ofMinutes(30);
  private static final Duration START_UP = Duration.ofSeconds(60);
  private static final Duration RESEND = Duration.ofSeconds(150);
  private static final Duration LONGEST_GRACE = Duration.ofMinutes(135);

  /** As often as usual by the services' clock would be many times a second. */
  private static final Duration TICK = Duration.ofSeconds(5);

  private static final Duration LONGEST_TICK = Duration.ofMillis(500);
  private static final Duration USUAL_GRACE = Duration.ofMinutes(5);

  /** A timeline for a load of that length, true time, that begins in about a minute. */
  public static Timeline of(Instant now, Duration load) {
    double speed = Math.round(1000.0 * COVERED.toMillis() / load.toMillis()) / 1000.0;
    Instant anchor = now.truncatedTo(ChronoUnit.SECONDS);
    // Yesterday's days: nothing is in the future of an engine, which has the true time.
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
    Instant begin = midnight.minus(COVERED).minus(LAST_LOAD);
    Instant shown = begin.minusMillis((long) (START_UP.toMillis() * speed));
    Duration offset = Duration.between(anchor, shown).truncatedTo(ChronoUnit.SECONDS);
    Duration grace = Duration.ofMinutes((long) (RESEND.toMillis() * speed) / 60_000);
    return new Timeline(
        ServiceClock.of(offset, speed, anchor),
        anchor,
        offset,
        speed,
        midnight,
        min(LONGEST_GRACE, max(USUAL_GRACE, grace)));
  }

  /** When the load ends, service time. */
  public Instant loadEnd() {
    return midnight.minus(LAST_LOAD);
  }

  /** From when on every window is final, service time: a day's, and all clocks' small errors. */
  public Instant allFinal() {
    return midnight.plus(grace).plus(Duration.ofMinutes(5));
  }

  /** True time until the clock shows that time; negative when it has passed. */
  public Duration until(Instant serviceTime) {
    long millis = serviceTime.toEpochMilli() - clock.millis();
    return Duration.ofMillis((long) (millis / speed));
  }

  /** By how much the clock goes on in that much true time. */
  public Duration shown(Duration trueTime) {
    return Duration.ofMillis((long) (trueTime.toMillis() * speed));
  }

  /** What the services are told. */
  public Map<String, String> settings() {
    return Map.of(
        "tidegauge.clock.anchor",
        anchor.toString(),
        "tidegauge.clock.offset",
        offset.toSeconds() + "s",
        "tidegauge.clock.speed",
        String.format(Locale.ROOT, "%.3f", speed),
        "tidegauge.grace",
        grace.toMinutes() + "m",
        "tidegauge.ingest.publish.tick-interval",
        Math.max(TICK.toSeconds(), shown(LONGEST_TICK).toSeconds()) + "s");
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
