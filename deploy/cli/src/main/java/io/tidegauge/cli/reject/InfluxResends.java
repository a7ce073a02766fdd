package io.tidegauge.cli.reject;

import io.tidegauge.contract.reject.RejectRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of line protocol, sent with its time in milliseconds. */
final class InfluxResends {

  /** A timestamp stands after the last space; a space in a string field is followed by a quote. */
  private static final Pattern TIMED = Pattern.compile("(?s)(.*\\S)\\s+(-?\\d{1,19})\\s*");

  private InfluxResends() {}

  static Resend of(RejectRecord reject) {
    String line;
    try {
      line =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(reject.original()))
              .toString()
              .strip();
    } catch (CharacterCodingException e) {
      return new Resend.Impossible("it is no line of text: the body could not be decompressed");
    }
    if (line.lines().count() != 1) {
      return new Resend.Impossible("it is not one line; send it from its source");
    }
    Matcher timed = TIMED.matcher(line);
    String untimed = line;
    long time = reject.series().isEmpty() ? reject.received() : reject.timestamp();
    if (timed.matches()) {
      untimed = timed.group(1);
      if (reject.series().isEmpty()) {
        time = millis(timed.group(2));
      }
    }
    return new Resend.Request(
        "/write?precision=ms",
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        (untimed + " " + time + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The precision of a line that could not be read: by how many digits a time of this age has. */
  private static long millis(String digits) {
    long number = Long.parseLong(digits);
    return switch (digits.replace("-", "").length()) {
      case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> number * 1000;
      case 12, 13, 14 -> number;
      case 15, 16, 17 -> number / 1000;
      default -> number / 1_000_000;
    };
  }
}
