package io.tidegauge.loadtest.bench.system;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a system answered, in one form for all.
 *
 * @param series the average by the start of its window (ms since the epoch), by the labels of its
 *     series without the metric's name
 */
public record RangeAnswer(Map<Map<String, String>, Map<Long, Double>> series) {

  /** Averages are sums of doubles, added up in another order. */
  private static final double TOLERANCE = 1e-9;

  /** How many windows there are, of all series. */
  public long points() {
    return series.values().stream().mapToLong(Map::size).sum();
  }

  /** The first thing that differs from another system's answer; empty where nothing does. */
  public Optional<String> difference(RangeAnswer other) {
    if (!series.keySet().equals(other.series.keySet())) {
      return Optional.of(
          "%,d series beside %,d, such as %s"
              .formatted(series.size(), other.series.size(), onlyInOne(other)));
    }
    return series.entrySet().stream()
        .flatMap(
            one ->
                difference(
                    one.getKey(),
                    one.getValue(),
                    Objects.requireNonNull(other.series.get(one.getKey())))
                    .stream())
        .findFirst();
  }

  private Map<String, String> onlyInOne(RangeAnswer other) {
    Map<Map<String, String>, Map<Long, Double>> rest = new HashMap<>(series);
    rest.keySet().removeAll(other.series.keySet());
    Map<Map<String, String>, Map<Long, Double>> otherRest = new HashMap<>(other.series);
    otherRest.keySet().removeAll(series.keySet());
    rest.putAll(otherRest);
    return rest.keySet().iterator().next();
  }

  private static Optional<String> difference(
      Map<String, String> labels, Map<Long, Double> one, Map<Long, Double> other) {
    if (!one.keySet().equals(other.keySet())) {
      return Optional.of("%s: %d windows beside %d".formatted(labels, one.size(), other.size()));
    }
    return one.entrySet().stream()
        .filter(
            point -> !equal(point.getValue(), Objects.requireNonNull(other.get(point.getKey()))))
        .map(
            point ->
                "%s at %d: %s beside %s"
                    .formatted(labels, point.getKey(), point.getValue(), other.get(point.getKey())))
        .findFirst();
  }

  private static boolean equal(double one, double other) {
    return Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
  }
}
