package io.tidegauge.cli.reject;

import io.tidegauge.contract.series.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series as the gateway writes it into a refusal: {@code metric{name="value", …}} with {@code \"}
 * and {@code \\} in values.
 *
 * @param pairs names and values in turn, the metric's name first; as they were sent, which may be
 *     against the data model
 */
record SeriesText(List<String> pairs) {

  /** The gateway leaves labels out of a text that is longer. */
  private static final int LONGEST_WHOLE = 511;

  /** Reads it; null where it is not whole. */
  static @Nullable SeriesText parse(String text) {
    int brace = text.indexOf('{');
    if (brace < 0 || !text.endsWith("}") || text.length() - 1 > LONGEST_WHOLE) {
      return null;
    }
    List<String> pairs = new ArrayList<>();
    pairs.add(Labels.NAME);
    pairs.add(text.substring(0, brace));
    int at = brace + 1;
    while (at < text.length() - 1) {
      int equals = text.indexOf("=\"", at);
      if (equals < 0) {
        return null;
      }
      pairs.add(text.substring(at, equals));
      StringBuilder value = new StringBuilder();
      at = equals + 2;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\') {
          at++;
        }
        value.append(text.charAt(at++));
      }
      pairs.add(value.toString());
      at++;
      if (text.startsWith(", ", at)) {
        at += 2;
      } else if (at != text.length() - 1) {
        return null;
      }
    }
    return new SeriesText(pairs);
  }

  String metric() {
    return pairs.get(1);
  }
}
