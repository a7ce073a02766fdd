package io.tidegauge.query.security;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Every refusal of the query API; the reason is the same word in metrics, problems and docs. */
public enum ProblemType {
  /** A parameter is unknown, missing or cannot be read. */
  INVALID_PARAMETER(HttpStatus.BAD_REQUEST, "A parameter is not valid"),
  /** X-Scope-OrgID names no possible tenant. */
  INVALID_TENANT(HttpStatus.BAD_REQUEST, "The tenant is not valid"),
  /** A body cannot be read. */
  INVALID_BODY(HttpStatus.BAD_REQUEST, "The body is not valid"),
  /** A body is over the limit. */
  BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  /** A web page of another origin asked. */
  FOREIGN_ORIGIN(HttpStatus.FORBIDDEN, "Pages of other origins may not ask"),
  /** There is no such thing. */
  NOT_FOUND(HttpStatus.NOT_FOUND, "Not found"),
  /** The path is there, the method is not. */
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed"),
  /** None of the accepted types can be made. */
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No acceptable content type"),
  /** The body's type cannot be read. */
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The content type cannot be read"),
  /** The answer would be over a limit. */
  ANSWER_TOO_LARGE(HttpStatus.UNPROCESSABLE_CONTENT, "The answer would be too large"),
  /** The tenant has as many rules as it may. */
  TOO_MANY_RULES(HttpStatus.CONFLICT, "Too many rules"),
  /** The node serves as many subscriptions as it may. */
  TOO_MANY_SUBSCRIBERS(HttpStatus.SERVICE_UNAVAILABLE, "Too many subscribers"),
  /** Live state has not been read up to its end yet. */
  LIVE_NOT_READY(HttpStatus.SERVICE_UNAVAILABLE, "Live state is not ready"),
  /** ClickHouse does not answer. */
  HISTORY_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "History is unavailable"),
  /** PostgreSQL does not answer. */
  METADATA_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Metadata is unavailable"),
  /** A defect. */
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "Internal error");

  private final HttpStatus status;
  private final String title;

  ProblemType(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public HttpStatus status() {
    return status;
  }

  /** A summary that is the same for all problems of the type. */
  public String title() {
    return title;
  }

  /** The word for metrics. */
  public String reason() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The type's URI (RFC 9457, section 3.1.1); stable. */
  public String uri() {
    return "urn:tidegauge:problem:" + reason();
  }
}
