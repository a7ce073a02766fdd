package io.tidegauge.query.live;

import io.tidegauge.contract.window.Window;
import io.tidegauge.query.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The body of a snapshot and of an update. Stateless. */
final class LiveBody {

  private LiveBody() {}

  static byte[] encode(
      Position position, long watermark, List<SeriesState> series, Set<Window> windows) {
    byte[] head =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("position", position.toString());
              Json.time(json, "watermark", watermark);
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
      one.json().write(out, windows);
    }
    out.write(']');
    out.write('}');
    return out.toByteArray();
  }
}
