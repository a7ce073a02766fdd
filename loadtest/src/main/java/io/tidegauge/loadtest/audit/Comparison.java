package io.tidegauge.loadtest.audit;

import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.oracle.ExpectedWindow;
import io.tidegauge.loadtest.oracle.Oracle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares all windows of all series with the oracle: counts and values that are samples exactly,
 * sums and increases to 1e-9, percentiles to the sketch's 1 %. Not thread-safe.
 */
public final class Comparison {

  private static final int SHOWN = 50;
  private static final double SUM_ERROR = 1e-9;
  private static final double DEVIATION_ERROR = 1e-6;
  private static final double SKETCH_ERROR = 0.01 + 1e-9;
  private static final String SMALLEST = "5m";

  private final Oracle oracle;
  private final boolean allFinal;
  private final List<Difference> differences = new ArrayList<>();
  private long compared;
  private long wrong;
  private long missing;
  private long surplus;

  private Comparison(Oracle oracle, boolean allFinal) {
    this.oracle = oracle;
    this.allFinal = allFinal;
  }

  /**
   * Compares what a query API says of [from, to) with the oracle.
   *
   * @param allFinal whether every window must be final by now
   */
  public static Comparison of(
      Oracle oracle, HttpCalls query, long from, long to, boolean allFinal) {
    Comparison comparison = new Comparison(oracle, allFinal);
    Map<String, Map<String, List<LoadSeries>>> byMetricAndHost =
        oracle.series().stream()
            .collect(
                Collectors.groupingBy(
                    LoadSeries::metric,
                    Collectors.groupingBy(s -> s.labels().getOrDefault("host", ""))));
    for (String window : Oracle.WINDOWS.keySet()) {
      byMetricAndHost.forEach(
          (metric, hosts) ->
              hosts.forEach(
                  (host, series) -> {
                    var answers = QueriedWindows.of(query, metric, host, window, from, to);
                    series.forEach(
                        s ->
                            comparison.compare(
                                s,
                                window,
                                answers.getOrDefault(new TreeMap<>(s.labels()), Map.of())));
                  }));
    }
    return comparison;
  }

  /** How many windows were compared. */
  public long compared() {
    return compared;
  }

  /** How many of them are wrong, and windows that should not be there. */
  public long wrong() {
    return wrong;
  }

  /** How many samples the 5m windows have too few, those windows summed that have too few. */
  public long missing() {
    return missing;
  }

  /** How many samples the 5m windows have too many, those windows summed that have too many. */
  public long surplus() {
    return surplus;
  }

  /** The first differences. */
  public List<Difference> differences() {
    return List.copyOf(differences);
  }

  private void compare(LoadSeries series, String window, Map<Long, JsonNode> points) {
    Duration length = Oracle.WINDOWS.getOrDefault(window, Duration.ZERO);
    SortedMap<Long, ExpectedWindow> expected = oracle.windows(series, length);
    compared += expected.size();
    points.forEach(
        (start, point) -> {
          if (!expected.containsKey(start)) {
            count(window, 0, QueriedWindows.number(point, "count"));
            note(series, window, start, List.of("nothing was sent, but it is there"));
          }
        });
    expected.forEach(
        (start, right) -> {
          JsonNode point = points.get(start);
          if (point != null || right.count() > 0) {
            count(window, right.count(), point == null ? 0 : QueriedWindows.number(point, "count"));
            note(series, window, start, differences(series, length, right, point));
          }
        });
  }

  private void count(String window, double right, double ours) {
    if (window.equals(SMALLEST)) {
      missing += (long) Math.max(0, right - ours);
      surplus += (long) Math.max(0, ours - right);
    }
  }

  private void note(LoadSeries series, String window, long start, List<String> found) {
    if (found.isEmpty()) {
      return;
    }
    wrong++;
    if (differences.size() < SHOWN) {
      differences.add(new Difference(series, window, start, String.join(", ", found)));
    }
  }

  private List<String> differences(
      LoadSeries series, Duration length, ExpectedWindow right, @Nullable JsonNode point) {
    if (point == null) {
      return List.of("is missing; " + right.count() + " samples were sent");
    }
    List<String> found = new ArrayList<>();
    check(found, point, "count", right.count(), 0);
    if (right.count() > 0) {
      check(found, point, "min", right.min(), 0);
      check(found, point, "max", right.max(), 0);
      checkEdge(found, point, "first", right.first(), series, right.start(), length);
      checkEdge(found, point, "last", right.last(), series, right.start(), length);
      check(found, point, "sum", right.sum(), SUM_ERROR);
      checkDeviation(found, point, right);
      check(found, point, "p50", right.p50(), SKETCH_ERROR);
      check(found, point, "p99", right.p99(), SKETCH_ERROR);
      if (series.kind() == Kind.COUNTER) {
        check(found, point, "increase", right.increase(), SUM_ERROR);
      }
    }
    if (allFinal && !point.path("final").asBoolean(false)) {
      found.add("is not final");
    }
    return found;
  }

  /** It is the difference of two sums: where it is small beside the values, it has their error. */
  private static void checkDeviation(List<String> found, JsonNode point, ExpectedWindow right) {
    double ours = QueriedWindows.number(point, "stddev");
    double largest = Math.max(Math.abs(right.min()), Math.abs(right.max()));
    if (!(Math.abs(ours - right.stddev()) <= DEVIATION_ERROR * largest)) {
      found.add("stddev is " + ours + " instead of " + right.stddev());
    }
  }

  /** Events that share the earliest or latest timestamp have no order among them. */
  private void checkEdge(
      List<String> found,
      JsonNode point,
      String field,
      double right,
      LoadSeries series,
      long start,
      Duration length) {
    boolean tie =
        series.kind() == Kind.OBSERVATION
            && oracle.isAtEdge(
                series, start, length, field.equals("first"), QueriedWindows.number(point, field));
    if (!tie) {
      check(found, point, field, right, 0);
    }
  }

  private static void check(
      List<String> found, JsonNode point, String field, double right, double relativeError) {
    double ours = QueriedWindows.number(point, field);
    boolean same =
        Double.compare(ours + 0.0, right + 0.0) == 0
            || Math.abs(ours - right) <= relativeError * Math.abs(right);
    if (!same) {
      found.add(field + " is " + ours + " instead of " + right);
    }
  }
}
