package io.tidegauge.cli.query;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.api.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import picocli.CommandLine.TypeConversionException;

/** A time as a person gives it. Stateless. */
final class TimeArgument {

  /** For help texts. */
  static final String FORMS =
      "now, a time ago (-90s, -6h, -7d), 2026-01-31, 2026-01-31T08:00 (both here), or"
          + " 2026-01-31T08:00:00Z";

  private TimeArgument() {}

  /**
   * Reads one of {@link #FORMS}, or milliseconds since the epoch.
   *
   * @param option for the message
   * @param zone what "here" is
   */
  static Instant parse(String option, String text, Instant now, ZoneId zone) {
    try {
      if (text.equals("now")) {
        return now;
      }
      if (text.startsWith("-")) {
        return now.minus(new Durations().convert(text.substring(1)));
      }
      if (text.matches("\\d{9,18}")) {
        return Instant.ofEpochMilli(Long.parseLong(text));
      }
      if (!text.contains("T")) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException | TypeConversionException e) {
      throw new CommandFailedException(
          option + " is '" + text + "', write it as one of: " + FORMS, e);
    }
  }
}
