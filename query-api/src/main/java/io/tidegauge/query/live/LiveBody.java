package io.tidegauge.query.live;

import io.tidegauge.contract.window.Window;
import io.tidegauge.query.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a snapshot and of an update. Stateless. */
final class LiveBody {

  private static final double MILLIS = 1000;

  private LiveBody() {}

  /**
   * Encodes.
   *
   * @param from the position that it follows; null for a snapshot
   * @param lag how long it has waited for its reader, seconds; 0 where it has not, and then it is
   *     not said
   */
  static byte[] encode(
      @Nullable Position from,
      Position position,
      long watermark,
      double lag,
      List<SeriesState> series,
      Set<Window> windows) {
    byte[] head =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("position", position.toString());
              Json.time(json, "watermark", watermark);
              if (lag > 0) {
                json.writeNumberProperty("lag", Math.round(lag * MILLIS) / MILLIS);
              }
              json.writeArrayPropertyStart("series");
              json.writeEndArray();
              json.writeEndObject();
            });
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + series.size() * 1024);
    out.writeBytes(Arrays.copyOf(head, head.length - 2));
    boolean first = true;
    for (SeriesState one : series) {
      if (!first) {
        out.write(',');
      }
      first = false;
      one.json().write(out, windows, from);
    }
    out.write(']');
    out.write('}');
    return out.toByteArray();
  }
}
