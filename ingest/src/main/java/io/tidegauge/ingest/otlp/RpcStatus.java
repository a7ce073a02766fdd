package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * {@code google.rpc.Status}, the body of every error of OTLP/HTTP (specification, section Failures)
 * and the details of one of OTLP/gRPC: with a {@code BadRequest} where the data is bad, with a
 * {@code RetryInfo} where it is to be sent again.
 *
 * @param code of google.rpc.Code
 * @param message for developers, what to change
 * @param retryDelay how long to wait before sending it again; zero where it must not be
 */
public record RpcStatus(int code, String message, Duration retryDelay) {

  /** google.rpc.Code INVALID_ARGUMENT. */
  public static final int INVALID_ARGUMENT = 3;

  /** google.rpc.Code RESOURCE_EXHAUSTED. */
  public static final int RESOURCE_EXHAUSTED = 8;

  /** google.rpc.Code UNIMPLEMENTED. */
  public static final int UNIMPLEMENTED = 12;

  /** google.rpc.Code UNAVAILABLE. */
  public static final int UNAVAILABLE = 14;

  private static final String TYPES = "type.googleapis.com/google.rpc.";
  private static final String BAD_REQUEST = "BadRequest";
  private static final String RETRY_INFO = "RetryInfo";

  /** A status of which a sender learns that the same data will never do. */
  public static RpcStatus finalError(int code, String message) {
    return new RpcStatus(code, message, Duration.ZERO);
  }

  /** Whether the same data may be sent again. */
  public boolean retryable() {
    return retryDelay.isPositive();
  }

  /** The binary form. */
  public byte[] toProtobuf() {
    ProtoWriter out = new ProtoWriter(128 + 2 * message.length());
    out.varintField(1, code);
    out.stringField(2, message);
    if (retryable()) {
      int detail = beginDetail(out, RETRY_INFO);
      int value = out.beginMessage(2);
      int delay = out.beginMessage(1);
      out.varintField(1, retryDelay.toSeconds());
      out.varintField(2, retryDelay.toNanosPart());
      out.endMessage(delay);
      out.endMessage(value);
      out.endMessage(detail);
    } else if (code == INVALID_ARGUMENT) {
      int detail = beginDetail(out, BAD_REQUEST);
      int value = out.beginMessage(2);
      int violation = out.beginMessage(1);
      out.stringField(2, message);
      out.endMessage(violation);
      out.endMessage(value);
      out.endMessage(detail);
    }
    return out.toByteArray();
  }

  /** The JSON form. */
  public byte[] toJson() {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    ByteArena out = new ByteArena();
    out.appendAscii("{\"code\":" + code + ",\"message\":");
    JsonText.quote(text, 0, text.length, out);
    if (retryable()) {
      out.appendAscii(",\"details\":[{\"@type\":\"" + TYPES + RETRY_INFO + "\",");
      out.appendAscii("\"retryDelay\":\"" + NumberText.of(retryDelay.toMillis() / 1000.0));
      out.appendAscii("s\"}]");
    } else if (code == INVALID_ARGUMENT) {
      out.appendAscii(",\"details\":[{\"@type\":\"" + TYPES + BAD_REQUEST + "\",");
      out.appendAscii("\"fieldViolations\":[{\"description\":");
      JsonText.quote(text, 0, text.length, out);
      out.appendAscii("}]}]");
    }
    out.append((byte) '}');
    return out.toByteArray();
  }

  /** An {@code Any} in {@code details}; its value is to follow as field 2. */
  private static int beginDetail(ProtoWriter out, String type) {
    int detail = out.beginMessage(3);
    out.stringField(1, TYPES + type);
    return detail;
  }
}
