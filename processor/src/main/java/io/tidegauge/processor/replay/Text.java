package io.tidegauge.processor.replay;

import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
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

  /** A condition on a column of times. */
  static String inDay(String column, long day) {
    return column + " >= " + time(day) + " AND " + column + " < " + time(Window.H24.end(day));
  }

  /** A list of ids for IN. */
  static String ids(Collection<SeriesId> ids) {
    return ids.stream()
        .map(id -> "reinterpretAsUInt128(reverse(unhex('" + id + "')))")
        .collect(Collectors.joining(",", "(", ")"));
  }
}
