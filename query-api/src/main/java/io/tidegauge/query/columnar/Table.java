package io.tidegauge.query.columnar;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.query.json.Json;
import io.tidegauge.query.json.Measure;
import java.util.List;
import java.util.Map;

/**
 * What all rows of an answer have in common. Its columns: metric, window, start, labels, one per
 * measure, final.
 *
 * @param window such as 5m
 * @param watermark event time in ms up to which the answer is complete; {@link LiveBatch#UNKNOWN}
 *     where the tenant is not known
 */
public record Table(String metric, String window, List<Measure> measures, long watermark) {

  static final String METRIC = "metric";
  static final String WINDOW = "window";
  static final String START = "start";
  static final String LABELS = "labels";
  static final String FINAL = "final";

  /** Copies the list. */
  public Table {
    measures = List.copyOf(measures);
  }

  /** What readers find in the schema's metadata: the watermark, RFC 3339, where it is known. */
  Map<String, String> metadata() {
    return watermark == LiveBatch.UNKNOWN
        ? Map.of()
        : Map.of("tidegauge.watermark", Json.time(watermark));
  }
}
