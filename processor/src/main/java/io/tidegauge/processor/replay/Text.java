package io.tidegauge.processor.replay;

import io.tidegauge.contract.series.SeriesId;
import java.util.Collection;
import java.util.stream.Collectors;

/** Values in statements. */
final class Text {

  private Text() {}

  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  static String time(long millis) {
    return "fromUnixTimestamp64Milli(toInt64(" + millis + "), 'UTC')";
  }

  /** A list of ids for IN. */
  static String ids(Collection<SeriesId> ids) {
    return ids.stream()
        .map(id -> "reinterpretAsUInt128(reverse(unhex('" + id + "')))")
        .collect(Collectors.joining(",", "(", ")"));
  }
}
