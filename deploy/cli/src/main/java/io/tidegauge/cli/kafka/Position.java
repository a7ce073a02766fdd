package io.tidegauge.cli.kafka;

import io.tidegauge.cli.CommandFailedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in every partition of a topic, as a person gives it. */
public sealed interface Position {

  /** What can be given, for help texts. */
  String FORMS =
      "a time (2026-01-31T08:00:00Z), a time ago (-1h, -90m, -2d), an offset (1234), beginning or"
          + " end";

  /** The oldest record that is kept. */
  record Beginning() implements Position {}

  /** After the newest record. */
  record End() implements Position {}

  /** The first record that the topic has of a time or later; of records' own times. */
  record Time(Instant time) implements Position {}

  /** An offset. */
  record Offset(long offset) implements Position {}

  /** Reads one of {@link #FORMS}. */
  static Position parse(String text, InstantSource clock) {
    switch (text) {
      case "beginning" -> {
        return new Beginning();
      }
      case "end" -> {
        return new End();
      }
      default -> {
        if (Forms.OFFSET.matcher(text).matches()) {
          return new Offset(Long.parseLong(text));
        }
        return new Time(time(text, clock));
      }
    }
  }

  /** Reads a time or a time ago. */
  static Instant time(String text, InstantSource clock) {
    Matcher ago = Forms.AGO.matcher(text);
    if (ago.matches()) {
      long number = Long.parseLong(ago.group(1));
      return clock.instant().minus(Forms.unit(ago.group(2)).multipliedBy(number));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new CommandFailedException("'" + text + "' is none of these: " + FORMS, e);
    }
  }

  /** The shapes. */
  final class Forms {

    private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");
    private static final Pattern AGO = Pattern.compile("-(\\d{1,9})([smhd])");

    private Forms() {}

    private static Duration unit(String letter) {
      return switch (letter) {
        case "s" -> Duration.ofSeconds(1);
        case "m" -> Duration.ofMinutes(1);
        case "h" -> Duration.ofHours(1);
        default -> Duration.ofDays(1);
      };
    }
  }
}
