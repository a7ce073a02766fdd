package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.ProtoWriter;
import java.nio.charset.StandardCharsets;

/**
 * {@code ExportMetricsServiceResponse} (opentelemetry.proto.collector.metrics.v1). OTLP
 * specification, sections Full Success and Partial Success: {@code partial_success} is left out
 * where all was taken, else it has the number of refused data points and why.
 *
 * @param rejected data points that were refused
 * @param message why, for people
 */
public record ExportResponse(long rejected, String message) {

  /** The binary form. */
  public byte[] toProtobuf() {
    ProtoWriter out = new ProtoWriter(64 + message.length());
    if (rejected > 0) {
      int start = out.beginMessage(1);
      out.varintField(1, rejected);
      out.stringField(2, message);
      out.endMessage(start);
    }
    return out.toByteArray();
  }

  /** The JSON form; a 64-bit integer is a string. */
  public byte[] toJson() {
    ByteArena out = new ByteArena();
    out.append((byte) '{');
    if (rejected > 0) {
      byte[] text = message.getBytes(StandardCharsets.UTF_8);
      out.appendAscii("\"partialSuccess\":{\"rejectedDataPoints\":\"" + rejected + "\",");
      out.appendAscii("\"errorMessage\":");
      JsonText.quote(text, 0, text.length, out);
      out.append((byte) '}');
    }
    out.append((byte) '}');
    return out.toByteArray();
  }
}
