package io.tidegauge.query.security;

import io.tidegauge.query.json.Json;
import java.util.Set;
import org.springframework.http.HttpMethod;

/** Ends a request with a problem document (RFC 9457). */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient Set<HttpMethod> allowed;

  /**
   * A problem.
   *
   * @param detail what is wrong and what to do; shown to the caller
   */
  public ProblemException(ProblemType type, String detail) {
    super(detail);
    this.type = type;
    this.allowed = Set.of();
  }

  private ProblemException(String detail, Set<HttpMethod> allowed) {
    super(detail);
    this.type = ProblemType.METHOD_NOT_ALLOWED;
    this.allowed = Set.copyOf(allowed);
  }

  /** A method that the path does not take (RFC 9110, section 15.5.6: it names those it does). */
  public static ProblemException notAllowed(String detail, Set<HttpMethod> allowed) {
    return new ProblemException(detail, allowed);
  }

  /** A problem with what led to it, for the log. */
  public ProblemException(ProblemType type, String detail, Throwable cause) {
    super(detail, cause);
    this.type = type;
    this.allowed = Set.of();
  }

  /** The type. */
  public ProblemType type() {
    return type;
  }

  /** The methods of the path; empty where they are not the problem. */
  Set<HttpMethod> allowed() {
    return allowed;
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
