package io.tidegauge.query.columnar;

import io.tidegauge.query.json.Point;
import java.util.Map;

/**
 * One window of one series, or of several merged.
 *
 * @param labels without the metric name; not copied
 */
public record Row(Map<String, String> labels, Point point) {}
