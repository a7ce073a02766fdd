package io.tidegauge.query.store;

import io.tidegauge.contract.window.Window;
import io.tidegauge.query.json.AggregateField;
import io.tidegauge.query.web.Matcher;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which rollups are asked for.
 *
 * @param from start of the first window, ms since the epoch
 * @param to windows start before this
 * @param matchers all of these
 * @param fields what is wanted of the aggregates beside their counts
 */
public record RollupRange(
    String tenant,
    String metric,
    Window window,
    long from,
    long to,
    List<Matcher> matchers,
    Set<AggregateField> fields) {

  /** Copies the list and the set, which is then always in the same order. */
  public RollupRange {
    matchers = List.copyOf(matchers);
    Set<AggregateField> sorted = EnumSet.noneOf(AggregateField.class);
    sorted.addAll(fields);
    fields = Collections.unmodifiableSet(sorted);
  }

  /** How many windows of one series there are at the most. */
  public long windows() {
    return Math.ceilDiv(to - from, window.millis());
  }
}
