package io.tidegauge.query.security;

import io.tidegauge.query.json.Json;

/** Ends a request with a problem document (RFC 9457). */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;

  /**
   * A problem.
   *
   * @param detail what is wrong and what to do; shown to the caller
   */
  public ProblemException(ProblemType type, String detail) {
    super(detail);
    this.type = type;
  }

  /** A problem with what led to it, for the log. */
  public ProblemException(ProblemType type, String detail, Throwable cause) {
    super(detail, cause);
    this.type = type;
  }

  /** The type. */
  public ProblemType type() {
    return type;
  }

  /** The problem document. */
  public byte[] document() {
    return Json.bytes(
        json ->
            json.writeStartObject()
                .writeStringProperty("type", type.uri())
                .writeStringProperty("title", type.title())
                .writeNumberProperty("status", type.status().value())
                .writeStringProperty("detail", String.valueOf(getMessage()))
                .writeEndObject());
  }
}
