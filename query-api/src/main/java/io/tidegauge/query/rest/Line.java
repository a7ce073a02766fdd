package io.tidegauge.query.rest;

import io.tidegauge.query.columnar.Row;
import io.tidegauge.query.json.Point;
import java.util.List;
import java.util.Map;

/**
 * One line of a rollups answer: a series, or several merged.
 *
 * @param labels without the metric name
 * @param points in time order
 */
record Line(Map<String, String> labels, List<Point> points) {

  /** Its points as rows, each made when it is asked for. */
  Iterable<Row> rows() {
    return () -> points.stream().map(point -> new Row(labels, point)).iterator();
  }
}
