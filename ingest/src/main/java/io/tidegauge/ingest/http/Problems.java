package io.tidegauge.ingest.http;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Problem documents (RFC 9457) for the protocols that have no error format of their own. */
public final class Problems {

  /** Seconds after which a retryable request may be sent again. */
  public static final String RETRY_AFTER_SECONDS = "1";

  private Problems() {}

  /** The status of a refused request. */
  public static HttpStatus status(RejectReason reason) {
    return switch (reason) {
      case UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED_ENCODING -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
      case BODY_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case OVERLOADED -> HttpStatus.TOO_MANY_REQUESTS;
      case TOO_SLOW -> HttpStatus.REQUEST_TIMEOUT;
      case UNAVAILABLE, TOO_MANY_STREAMS -> HttpStatus.SERVICE_UNAVAILABLE;
      default -> HttpStatus.BAD_REQUEST;
    };
  }

  /** The document of a refused request. */
  public static ProblemDetail document(RequestRefusedException refused) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(status(refused.reason()), refused.getMessage());
    problem.setType(URI.create("urn:tidegauge:problem:" + refused.reason().label()));
    problem.setTitle(refused.reason().label());
    return problem;
  }

  /** The answer to a refused request. */
  public static Mono<ServerResponse> answer(RequestRefusedException refused) {
    ServerResponse.BodyBuilder response =
        ServerResponse.status(status(refused.reason()))
            .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (refused.reason().retryable()) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return response.bodyValue(document(refused));
  }

  /** The answer to a method that a path does not have. */
  public static Mono<ServerResponse> methodNotAllowed(HttpMethod... allowed) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.METHOD_NOT_ALLOWED, "use " + allowed[0] + " on this path");
    return ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED)
        .allow(allowed)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyValue(problem);
  }
}
