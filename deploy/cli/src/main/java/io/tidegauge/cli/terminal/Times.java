package io.tidegauge.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as people read them, in their zone.
 *
 * @param zone theirs
 */
public record Times(ZoneId zone) {

  private static final DateTimeFormatter CLOCK = format("HH:mm:ss");
  private static final DateTimeFormatter PRECISE = format("HH:mm:ss.SSS");
  private static final DateTimeFormatter MINUTE = format("yyyy-MM-dd HH:mm");
  private static final DateTimeFormatter MOMENT = format("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter DAY = format("yyyy-MM-dd 'UTC'");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /** The time of day. */
  public String clock(Instant time) {
    return CLOCK.format(time.atZone(zone));
  }

  /** The time of day with milliseconds. */
  public String precise(Instant time) {
    return PRECISE.format(time.atZone(zone));
  }

  /** Date and time of day to the minute. */
  public String minute(Instant time) {
    return MINUTE.format(time.atZone(zone));
  }

  /** Date and time of day to the second. */
  public String moment(Instant time) {
    return MOMENT.format(time.atZone(zone));
  }

  /** A day that was cut in UTC. */
  public static String utcDay(Instant time) {
    return DAY.format(time.atZone(ZoneOffset.UTC));
  }

  /** The name of the zone. */
  public String zoneName() {
    return zone instanceof ZoneOffset
        ? zone.getDisplayName(TextStyle.FULL, Locale.ROOT)
        : zone.getId();
  }

  /** How long ago, such as "5s ago"; what is in the future, by a clock that is off, is now. */
  public static String ago(@Nullable Instant time, Instant now) {
    return time == null ? Quantity.NONE : span(Duration.between(time, now)) + " ago";
  }

  /** A time that passed, in its largest unit and no more than two digits or so. */
  public static String span(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 2 * 3_600) {
      return seconds / 60 + "m";
    }
    return seconds < 2 * 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }
}
