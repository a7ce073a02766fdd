package io.tidegauge.query.web;

import io.tidegauge.contract.window.Window;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The parameters of a request, read with errors that say what to write. Immutable. */
public final class Params {

  private static final int LONGEST = 4_096;

  private final Map<String, List<String>> values;

  /** Wraps the decoded parameters. */
  public Params(Map<String, List<String>> values) {
    this.values = values;
    values.forEach(
        (name, all) -> {
          for (String value : all) {
            if (value != null && value.length() > LONGEST) {
              throw invalid(name + " is longer than " + LONGEST + " characters, shorten it");
            }
          }
        });
  }

  /** A refusal. */
  public static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID_PARAMETER, detail);
  }

  /** Whether it was given at all. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** All values, in order. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().map(v -> v == null ? "" : v).toList();
  }

  /** The only value; empty where it was not given or has no text. */
  public Optional<String> one(String name) {
    List<String> all = all(name);
    if (all.size() > 1) {
      throw invalid(name + " was given " + all.size() + " times, give it once");
    }
    return all.stream().findFirst().filter(value -> !value.isEmpty());
  }

  /** The only value, which must be there. */
  public String required(String name, String example) {
    return one(name)
        .orElseThrow(() -> invalid(name + " is missing, give it, such as " + name + "=" + example));
  }

  /** Values read by a function that throws IllegalArgumentException with an advice. */
  public <T> List<T> each(String name, Function<String, T> reader) {
    return all(name).stream().map(value -> read(reader, value)).toList();
  }

  /** A window, 5m where it was not given. */
  public Window window() {
    return one("window").map(text -> read(Window::ofLabel, text)).orElse(Window.M5);
  }

  /** Reads a value, turning the reader's complaint into a refusal. */
  public static <T> T read(Function<String, T> reader, String text) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
    }
  }

  /** A time in ms since the epoch, written as RFC 3339 or as epoch milliseconds. */
  public Optional<Long> time(String name) {
    return one(name).map(text -> time(name, text));
  }

  private static long time(String name, String text) {
    try {
      long millis =
          text.matches("-?\\d{1,18}")
              ? Long.parseLong(text)
              : OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli();
      if (Math.abs(millis) <= 253_402_300_799_999L) {
        return millis;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, timeAdvice(name, text), e);
    }
    throw invalid(timeAdvice(name, text));
  }

  private static String timeAdvice(String name, String text) {
    return name
        + " is '"
        + text
        + "', write a time as RFC 3339, such as 2026-01-01T00:00:00Z, or as epoch milliseconds";
  }

  /** A number within bounds. */
  public Optional<Double> number(String name, double low, double high) {
    return one(name)
        .map(
            text -> {
              try {
                double value = Double.parseDouble(text);
                if (value >= low && value <= high) {
                  return value;
                }
              } catch (NumberFormatException e) {
                throw new ProblemException(
                    ProblemType.INVALID_PARAMETER, numberAdvice(name, text, low, high), e);
              }
              throw invalid(numberAdvice(name, text, low, high));
            });
  }

  private static String numberAdvice(String name, String text, double low, double high) {
    return name + " is '" + text + "', write a number from " + low + " to " + high;
  }
}
