package io.tidegauge.query.live;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.json.Json;
import io.tidegauge.query.json.Measure;
import io.tidegauge.query.json.Point;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of one state of a series: encoded when a subscriber first wants it, and shared by all
 * that follow. Thread-safe; two threads may encode the same part at once, with the same result.
 */
final class SeriesJson {

  private static final byte[] NOTHING = new byte[0];
  private static final Window[] WINDOWS = Window.values();
  private static final byte[] REVISED = ",\"revised\":".getBytes(StandardCharsets.US_ASCII);

  private final SeriesState series;
  private volatile byte @Nullable [] head;
  private final AtomicReferenceArray<byte @Nullable []> windows =
      new AtomicReferenceArray<>(WINDOWS.length);

  SeriesJson(SeriesState series) {
    this.series = series;
  }

  /**
   * Writes the object, with those windows that are wanted and known.
   *
   * @param since the position after which closed windows were revised that are to be told; null for
   *     none
   */
  void write(ByteArrayOutputStream out, Set<Window> wanted, @Nullable Position since) {
    out.writeBytes(head());
    boolean first = true;
    if (!series.ended()) {
      for (Window window : WINDOWS) {
        byte[] part = wanted.contains(window) ? part(window) : NOTHING;
        if (part.length > 0) {
          if (!first) {
            out.write(',');
          }
          first = false;
          out.writeBytes(part);
        }
      }
    }
    out.write('}');
    if (since != null) {
      writeRevised(out, wanted, since);
    }
    out.write('}');
  }

  private void writeRevised(ByteArrayOutputStream out, Set<Window> wanted, Position since) {
    List<Rollup> revised =
        series.revised().stream()
            .filter(one -> since.isNewer(series.partition(), one.liveOffset()))
            .map(Revised::rollup)
            .filter(rollup -> wanted.contains(rollup.window()))
            .toList();
    if (!revised.isEmpty()) {
      out.writeBytes(REVISED);
      out.writeBytes(
          Json.bytes(
              json -> {
                json.writeStartArray();
                for (Rollup rollup : revised) {
                  json.writeStartObject();
                  json.writeStringProperty("window", rollup.window().label());
                  Point.of(rollup).writeProperties(json, Measure.ALL, Long.MIN_VALUE);
                  json.writeEndObject();
                }
                json.writeEndArray();
              }));
    }
  }

  private byte[] head() {
    byte[] made = head;
    if (made == null) {
      made = encodeHead();
      head = made;
    }
    return made;
  }

  private byte[] part(Window window) {
    byte[] part = windows.get(window.ordinal());
    if (part == null) {
      part = encodeWindow(window);
      windows.set(window.ordinal(), part);
    }
    return part;
  }

  /** Everything up to the brace after {@code "windows":}. */
  private byte[] encodeHead() {
    byte[] whole =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("id", series.id().toString());
              json.writeStringProperty("metric", series.metric());
              json.writeName("labels");
              Json.labels(json, series.labels());
              json.writeStringProperty("kind", series.kind().name().toLowerCase(Locale.ROOT));
              json.writeStringProperty("server", series.server());
              json.writeStringProperty("timestamp", Json.time(series.lastTimestamp()));
              json.writeName("value");
              Json.number(json, series.lastValue());
              json.writeBooleanProperty("ended", series.ended());
              json.writeObjectPropertyStart("windows");
              json.writeEndObject();
              json.writeEndObject();
            });
    return Arrays.copyOf(whole, whole.length - 2);
  }

  private byte[] encodeWindow(Window window) {
    Rollup rollup = OpenWindows.newest(series, window);
    if (rollup == null) {
      return NOTHING;
    }
    byte[] values = Json.bytes(json -> Point.of(rollup).write(json, Measure.ALL, Long.MIN_VALUE));
    ByteArrayOutputStream out = new ByteArrayOutputStream(values.length + 8);
    out.writeBytes(("\"" + window.label() + "\":").getBytes(StandardCharsets.UTF_8));
    out.writeBytes(values);
    return out.toByteArray();
  }
}
