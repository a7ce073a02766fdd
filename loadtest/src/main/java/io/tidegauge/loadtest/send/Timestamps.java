package io.tidegauge.loadtest.send;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Timestamps as people write them: RFC 3339, 'yyyy-MM-dd HH:mm:ss' in UTC, epoch s or ms. */
final class Timestamps {

  /** Epoch seconds are below this until the year 5138, epoch milliseconds above it since 1973. */
  private static final long SECONDS_BELOW = 100_000_000_000L;

  private static final DateTimeFormatter UTC =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .toFormatter(java.util.Locale.ROOT);

  private Timestamps() {}

  /** Milliseconds since the epoch; {@code where} is named in the error. */
  static long parse(String text, String where) {
    try {
      if (text.matches("-?\\d+")) {
        long number = Long.parseLong(text);
        return Math.abs(number) < SECONDS_BELOW ? number * 1000 : number;
      }
      return text.contains("T")
          ? Instant.parse(text).toEpochMilli()
          : LocalDateTime.parse(text, UTC).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException | NumberFormatException e) {
      throw new InputException(
          where
              + ": '"
              + text
              + "' is no timestamp; write 2026-01-31T12:00:00Z, '2026-01-31 12:00:00' (UTC),"
              + " or seconds or milliseconds since 1970");
    }
  }
}
