package io.tidegauge.query.web;

import io.tidegauge.contract.series.Labels;

/**
 * A label that a series must have with a value; with the empty value, one that it must not have.
 *
 * @param label the name
 * @param value the value, the whole of it
 */
public record Matcher(String label, String value) {

  /** Whether a series fits. */
  public boolean matches(Labels labels) {
    String actual = labels.get(label);
    return actual == null ? value.isEmpty() : actual.equals(value);
  }

  /** Reads {@code label:value}, with an error that says how it is written. */
  public static Matcher parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "match is '" + text + "', write it as label:value, such as match=host:web-1");
    }
    return new Matcher(text.substring(0, colon), text.substring(colon + 1));
  }
}
