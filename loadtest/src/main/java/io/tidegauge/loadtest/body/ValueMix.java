package io.tidegauge.loadtest.body;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What values a load has: a share of each kind, or one kind alone. */
public enum ValueMix {
  /** Counters, percentages, latencies, lengths and constants, as on real machines. */
  MIXED(
      ValueKind.COUNTER,
      ValueKind.COUNTER,
      ValueKind.COUNTER,
      ValueKind.PERCENTAGE,
      ValueKind.PERCENTAGE,
      ValueKind.LATENCY,
      ValueKind.LENGTH,
      ValueKind.CONSTANT),
  /** Spread as latencies are: many buckets of a sketch. */
  LOG_NORMAL(ValueKind.LATENCY),
  /** From 0 to 100, near to the one before. */
  PERCENT(ValueKind.PERCENTAGE);

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<ValueKind> shares;

  ValueMix(ValueKind... shares) {
    this.shares = List.of(shares);
  }

  /** The kind of a metric. */
  ValueKind kind(long seed, int metric) {
    return shares.get(Mix.below(shares.size(), seed, 7, metric));
  }

  /**
   * The one that is named so on the command line.
   *
   * @throws IllegalArgumentException where none is, with what to give
   */
  public static ValueMix of(String name) {
    return Arrays.stream(values())
        .filter(mix -> mix.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--values is '"
                        + name
                        + "', give one of "
                        + Arrays.stream(values())
                            .map(ValueMix::toString)
                            .collect(Collectors.joining(", "))));
  }

  /** As it is named on the command line. */
  @Override
  public String toString() {
    return switch (this) {
      case MIXED -> "mixed";
      case LOG_NORMAL -> "log-normal";
      case PERCENT -> "percent";
    };
  }
}
