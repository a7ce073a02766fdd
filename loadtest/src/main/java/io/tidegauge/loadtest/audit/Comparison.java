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
 * sums and increases to 1e-9, percentiles to the sketch's 1 %.
 *
 * @param compared how many windows were compared
 * @param differences what is wrong, at most as many as are worth reading
 */
record Comparison(long compared, List<String> differences) {

  private static final int SHOWN = 50;
  private static final double SUM_ERROR = 1e-9;
  private static final double SKETCH_ERROR = 0.01 + 1e-9;

  static Comparison of(Oracle oracle, HttpCalls query, long from, long to) {
    long compared = 0;
    List<String> differences = new ArrayList<>();
    Map<String, Map<String, List<LoadSeries>>> byMetricAndHost =
        oracle.series().stream()
            .collect(
                Collectors.groupingBy(
                    LoadSeries::metric,
                    Collectors.groupingBy(s -> s.labels().getOrDefault("host", ""))));
    for (String window : Oracle.WINDOWS.keySet()) {
      Duration length = Oracle.WINDOWS.getOrDefault(window, Duration.ZERO);
      for (var metric : byMetricAndHost.entrySet()) {
        for (var host : metric.getValue().entrySet()) {
          var answers = QueriedWindows.of(query, metric.getKey(), host.getKey(), window, from, to);
          for (LoadSeries series : host.getValue()) {
            Map<Long, JsonNode> points =
                answers.getOrDefault(new TreeMap<>(series.labels()), Map.of());
            SortedMap<Long, ExpectedWindow> expected = oracle.windows(series, length);
            compared += expected.size();
            compare(series, window, expected, points, differences);
          }
        }
      }
    }
    return new Comparison(compared, differences.stream().limit(SHOWN).toList());
  }

  private static void compare(
      LoadSeries series,
      String window,
      SortedMap<Long, ExpectedWindow> expected,
      Map<Long, JsonNode> points,
      List<String> differences) {
    String name = series + " " + window + " ";
    points.keySet().stream()
        .filter(start -> !expected.containsKey(start))
        .forEach(start -> differences.add(name + start + ": nothing was sent, but it is there"));
    expected.forEach(
        (start, right) -> {
          JsonNode point = points.get(start);
          if (point != null || right.count() > 0) {
            differences.addAll(
                differences(right, point, series.kind() == Kind.COUNTER).stream()
                    .map(difference -> name + start + ": " + difference)
                    .toList());
          }
        });
  }

  private static List<String> differences(
      ExpectedWindow right, @Nullable JsonNode point, boolean counter) {
    if (point == null) {
      return List.of("is missing; " + right.count() + " samples were sent");
    }
    List<String> found = new ArrayList<>();
    check(found, point, "count", right.count(), 0);
    if (right.count() > 0) {
      check(found, point, "min", right.min(), 0);
      check(found, point, "max", right.max(), 0);
      check(found, point, "first", right.first(), 0);
      check(found, point, "last", right.last(), 0);
      check(found, point, "sum", right.sum(), SUM_ERROR);
      check(found, point, "p50", right.p50(), SKETCH_ERROR);
      check(found, point, "p99", right.p99(), SKETCH_ERROR);
      if (counter) {
        check(found, point, "increase", right.increase(), SUM_ERROR);
      }
    }
    return found;
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
