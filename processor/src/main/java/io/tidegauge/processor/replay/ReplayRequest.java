package io.tidegauge.processor.replay;

import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be computed again: whole UTC days, as all windows of a day are made of its samples.
 *
 * @param from ms since the epoch; the day that it falls in is the first
 * @param to ms since the epoch, exclusive; the day before it is the last
 * @param tenant null for all
 * @param metric null for all
 * @param source what they are computed from
 */
public record ReplayRequest(
    long from, long to, @Nullable String tenant, @Nullable String metric, ReplaySource source) {

  /** Checks the values. */
  public ReplayRequest {
    if (from >= to) {
      throw new IllegalArgumentException("--from is not before --to");
    }
  }

  /** The starts of its days. */
  List<Long> days() {
    List<Long> days = new ArrayList<>();
    for (long day = Window.H24.start(from); day < to; day += Window.H24.millis()) {
      days.add(day);
    }
    return days;
  }

  /** Conditions on the columns tenant and metric, each with an AND before it. */
  String conditions() {
    return (tenant == null ? "" : " AND tenant = " + Text.quoted(tenant))
        + (metric == null ? "" : " AND metric = " + Text.quoted(metric));
  }
}
