package io.tidegauge.query.rest;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.json.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Merges series that agree in some labels, window by window (over series, never over time). A
 * merged window is final when all that is in it is. Not thread-safe.
 */
final class LineMerger {

  private final List<String> by;
  private final Window window;
  private final Map<Map<String, String>, TreeMap<Long, Merged>> groups = new LinkedHashMap<>();

  LineMerger(List<String> by, Window window) {
    this.by = List.copyOf(by);
    this.window = window;
  }

  private static final class Merged {
    private final Aggregate aggregate = new Aggregate();
    private boolean isFinal = true;
  }

  void add(Labels labels, List<Rollup> rollups) {
    Map<String, String> key = new LinkedHashMap<>();
    for (String name : by) {
      String value = labels.get(name);
      if (value != null) {
        key.put(name, value);
      }
    }
    TreeMap<Long, Merged> windows = groups.computeIfAbsent(key, k -> new TreeMap<>());
    for (Rollup rollup : rollups) {
      Merged merged = windows.computeIfAbsent(rollup.start(), start -> new Merged());
      merged.aggregate.mergeOverSeries(rollup.aggregate());
      merged.isFinal &= rollup.state() == Rollup.State.FINAL;
    }
  }

  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    groups.forEach(
        (labels, windows) -> {
          List<Point> points = new ArrayList<>();
          windows.forEach(
              (start, merged) ->
                  points.add(new Point(window, start, merged.isFinal, merged.aggregate)));
          lines.add(new Line(labels, points));
        });
    return lines;
  }
}
