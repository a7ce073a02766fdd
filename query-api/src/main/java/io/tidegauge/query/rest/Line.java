package io.tidegauge.query.rest;

import io.tidegauge.query.json.Point;
import java.util.List;
import java.util.Map;

/**
 * One line of a rollups answer: a series, or several merged.
 *
 * @param labels without the metric name
 * @param points in time order
 */
record Line(Map<String, String> labels, List<Point> points) {}
