package io.tidegauge.query.json;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.window.Window;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * One window of one line of an answer.
 *
 * @param window the length
 * @param start ms since the epoch
 * @param isFinal whether only a revision can change it
 * @param aggregate its values; not to be changed
 */
public record Point(Window window, long start, boolean isFinal, Aggregate aggregate) {

  /** The point of a rollup. */
  public static Point of(Rollup rollup) {
    return new Point(
        rollup.window(), rollup.start(), rollup.state() == Rollup.State.FINAL, rollup.aggregate());
  }

  /** Writes the object of the window's values. */
  public void write(JsonGenerator json, List<Measure> measures, long watermark) {
    json.writeStartObject();
    writeProperties(json, measures, watermark);
    json.writeEndObject();
  }

  /** Writes the properties of the window's values. */
  public void writeProperties(JsonGenerator json, List<Measure> measures, long watermark) {
    writeProperties(json, measures, watermark, Json.time(start));
  }

  /** The same, where the text of the start is known. */
  public void writeProperties(
      JsonGenerator json, List<Measure> measures, long watermark, String startText) {
    json.writeStringProperty("start", startText);
    for (Measure measure : measures) {
      if (measure.appliesTo(aggregate)) {
        json.writeName(measure.name());
        Json.number(json, measure.of(this, watermark));
      }
    }
    json.writeBooleanProperty("final", isFinal);
  }
}
