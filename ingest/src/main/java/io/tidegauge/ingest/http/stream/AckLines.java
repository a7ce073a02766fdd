package io.tidegauge.ingest.http.stream;

import io.tidegauge.ingest.admission.RequestRefusedException;
import java.nio.charset.StandardCharsets;

/**
 * Writes the lines that go down: {@code {"ack": 17, "accepted": 40, "refused": 1, "rejected":
 * [{"line": 3, "reason": "too_old", "message": "…", "series": "…"}]}}. The numbers are of the whole
 * stream so far, {@code rejected} has what was refused since the line before. {@code {"error": …}}
 * is the last line of a stream that is to be sent again from the last {@code ack}. Not thread-safe.
 */
final class AckLines {

  private long lastLine;
  private long accepted;
  private long refused;

  /** Whether any line was acknowledged. */
  boolean any() {
    return lastLine > 0;
  }

  byte[] ack(Ack ack) {
    lastLine = ack.lastLine();
    accepted += ack.accepted();
    refused += ack.rejected();
    StringBuilder out = new StringBuilder(96);
    out.append("{\"ack\":").append(lastLine);
    out.append(",\"accepted\":").append(accepted);
    out.append(",\"refused\":").append(refused);
    out.append(",\"rejected\":[");
    String separator = "";
    for (Ack.LineRefusal each : ack.refusals()) {
      out.append(separator).append("{\"line\":").append(each.line()).append(",\"reason\":");
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
    return bytes(out.append("},\"ack\":").append(lastLine).append("}\n"));
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
