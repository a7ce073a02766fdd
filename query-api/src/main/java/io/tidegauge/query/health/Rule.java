package io.tidegauge.query.health;

import io.tidegauge.query.web.Matcher;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When a server is in trouble, as people say it. Immutable; whatever is wrong with one is an
 * IllegalArgumentException that says what to write.
 *
 * @param id of the tenant's, {@code [a-z0-9][a-z0-9_-]{0,63}}
 * @param name for people
 * @param signal what is looked at
 * @param metric with {@link Signal#METRIC} its name; else empty
 * @param match with {@link Signal#METRIC} what its series must have, {@code label:value}; of
 *     several series the worst counts
 * @param compare which side of a limit is bad
 * @param warning the limit of a warning; null for none
 * @param critical the limit beyond it; null for none
 * @param forSeconds how long a value must be over a limit before it counts
 * @param enabled whether it is looked at
 */
record Rule(
    String id,
    String name,
    Signal signal,
    String metric,
    List<Matcher> match,
    Compare compare,
    @Nullable Double warning,
    @Nullable Double critical,
    int forSeconds,
    boolean enabled) {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_METRIC = 200;
  private static final int MATCHERS = 8;
  private static final int LONGEST_MATCH = 300;
  private static final int LONGEST_FOR = 86_400;

  /** Checks the values. */
  Rule {
    match = List.copyOf(match);
    require(ID.matcher(id).matches(), "id is '" + id + "', write [a-z0-9][a-z0-9_-]{0,63}");
    require(
        line(name, LONGEST_NAME), "name must be one line of 1 to " + LONGEST_NAME + " characters");
    if (signal == Signal.METRIC) {
      require(
          line(metric, LONGEST_METRIC),
          "metric is missing or longer than " + LONGEST_METRIC + ": name it, or take a signal");
    } else {
      require(metric.isEmpty(), "metric goes with the signal metric only, leave it out");
      require(match.isEmpty(), "match goes with the signal metric only, leave it out");
    }
    require(
        match.size() <= MATCHERS
            && match.stream()
                .map(m -> m.label() + ":" + m.value())
                .allMatch(text -> line(text, LONGEST_MATCH)),
        "match has at most " + MATCHERS + " lines of " + LONGEST_MATCH + " characters");
    checkLimit("warning", signal, warning);
    checkLimit("critical", signal, critical);
    require(warning != null || critical != null, "set warning, critical or both");
    if (warning != null && critical != null) {
      require(
          compare == Compare.ABOVE ? warning < critical : warning > critical,
          "critical must be beyond warning: "
              + (compare == Compare.ABOVE ? "higher with above" : "lower with below"));
    }
    require(
        forSeconds >= 0 && forSeconds <= LONGEST_FOR,
        "forSeconds is " + forSeconds + ", write 0 to " + LONGEST_FOR);
  }

  private static void checkLimit(String name, Signal signal, @Nullable Double limit) {
    require(limit == null || Double.isFinite(limit), name + " must be a number");
    require(
        limit == null || !signal.isShare() || (limit >= 0 && limit <= 1),
        name + " is " + limit + ": " + signal.label() + " is a share, write 0 to 1");
  }

  private static boolean line(String text, int longest) {
    return !text.isBlank()
        && text.length() <= longest
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static void require(boolean holds, String advice) {
    if (!holds) {
      throw new IllegalArgumentException(advice);
    }
  }

  /** What a rule looks at. */
  enum Signal {
    /** Share of the time that the CPUs were busy. */
    CPU,
    /** Share of the memory that is not available. */
    MEMORY,
    /** How full the fullest file system is, a share. */
    DISK,
    /** The load average of a minute. */
    LOAD1,
    /** The newest sample of a metric. */
    METRIC;

    boolean isShare() {
      return this == CPU || this == MEMORY || this == DISK;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which side of a limit is bad. */
  enum Compare {
    /** Values above the limit. */
    ABOVE,
    /** Values below the limit. */
    BELOW;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads a word of an enumeration, with an error that lists them. */
  static <E extends Enum<E>> E word(Class<E> type, String name, String text) {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        name
            + " is '"
            + text
            + "', write "
            + Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  /** The limit of a level; null where it has none. */
  @Nullable Double limit(Level level) {
    return level == Level.WARNING ? warning : critical;
  }

  /** Whether a value is over the limit of a level. What is not known, NaN, is over none. */
  boolean isOver(Level level, double value) {
    Double limit = limit(level);
    return limit != null && (compare == Compare.ABOVE ? value > limit : value < limit);
  }

  /** The worse of two values; NaN is no value. */
  double worse(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) ? b : a;
    }
    return compare == Compare.ABOVE ? Math.max(a, b) : Math.min(a, b);
  }
}
