package io.tidegauge.ingest.http.stream;

import io.tidegauge.ingest.admission.RequestRefusedException;
import java.nio.charset.StandardCharsets;

/**
 * Writes the lines that go down: {@code {"ack": 17, "accepted": 40, "refused": 1, "rejected":
 * [{"line": 3, "reason": "too_old", "message": "…", "series": "…"}]}}. The numbers are of the whole
 * stream so far, {@code rejected} has what was refused since the line before. {@code {"error": …}}
 * is the last line of a stream that is to be sent again from the last {@code ack}. Of a stream of
 * frames the refusals have {@code "frame"} for {@code "line"}. Not thread-safe.
 */
final class AckLines {

  private final String unit;
  private long last;
  private long accepted;
  private long refused;

  /**
   * Acknowledgements of a stream.
   *
   * @param unit what its units are called, line or frame
   */
  AckLines(String unit) {
    this.unit = unit;
  }

  /** Whether any unit was acknowledged. */
  boolean any() {
    return last > 0;
  }

  byte[] ack(Ack ack) {
    last = ack.last();
    accepted += ack.accepted();
    refused += ack.rejected();
    StringBuilder out = new StringBuilder(96);
    out.append("{\"ack\":").append(last);
    out.append(",\"accepted\":").append(accepted);
    out.append(",\"refused\":").append(refused);
    out.append(",\"rejected\":[");
    String separator = "";
    for (Ack.UnitRefusal each : ack.refusals()) {
      out.append(separator).append("{\"").append(unit).append("\":").append(each.unit());
      out.append(",\"reason\":");
      text(out, each.refusal().reason().label());
      out.append(",\"message\":");
      text(out, each.refusal().message());
      if (!each.refusal().series().isEmpty()) {
        out.append(",\"series\":");
        text(out, each.refusal().series());
      }
      out.append('}');
      separator = ",";
    }
    return bytes(out.append("]}\n"));
  }

  byte[] error(RequestRefusedException failure) {
    StringBuilder out = new StringBuilder(96);
    out.append("{\"error\":{\"reason\":");
    text(out, failure.reason().label());
    out.append(",\"message\":");
    text(out, failure.getMessage());
    return bytes(out.append("},\"ack\":").append(last).append("}\n"));
  }

  private static byte[] bytes(StringBuilder out) {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void text(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
