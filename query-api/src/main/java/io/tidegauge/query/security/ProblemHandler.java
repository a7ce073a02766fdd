package io.tidegauge.query.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Turns whatever ends a request into a problem document, and counts it by reason. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemHandler implements WebExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  private final Map<ProblemType, Counter> counters = new EnumMap<>(ProblemType.class);

  ProblemHandler(MeterRegistry meters) {
    for (ProblemType type : ProblemType.values()) {
      counters.put(
          type,
          Counter.builder("tidegauge.query.problems")
              .description("Requests refused or failed, by reason")
              .tag("reason", type.reason())
              .register(meters));
    }
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
    ServerHttpResponse response = exchange.getResponse();
    ProblemException problem = problem(error);
    count(problem.type());
    if (problem.type() == ProblemType.INTERNAL) {
      LOG.error("{} failed", describe(exchange), error);
    } else if (problem.type().status().is5xxServerError()) {
      LOG.warn("{}: {} ({})", describe(exchange), problem.getMessage(), rootOf(problem).toString());
    }
    if (response.isCommitted()) {
      return Mono.error(error);
    }
    response.setStatusCode(problem.type().status());
    HttpHeaders headers = response.getHeaders();
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    headers.setCacheControl("no-store");
    if (!problem.allowed().isEmpty()) {
      headers.setAllow(problem.allowed());
    }
    if (problem.type().status().value() == 503) {
      headers.set(HttpHeaders.RETRY_AFTER, "1");
    }
    return response.writeWith(
        Mono.fromSupplier(() -> response.bufferFactory().wrap(problem.document())));
  }

  void count(ProblemType type) {
    Objects.requireNonNull(counters.get(type)).increment();
  }

  private static String describe(ServerWebExchange exchange) {
    return exchange.getRequest().getMethod() + " " + exchange.getRequest().getPath();
  }

  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static ProblemException problem(Throwable error) {
    if (error instanceof ProblemException problem) {
      return problem;
    }
    if (error instanceof ResponseStatusException status) {
      String reason = status.getReason();
      String detail =
          reason == null || reason.isEmpty() ? status.getStatusCode().toString() : reason;
      return new ProblemException(typeOf(status.getStatusCode().value()), detail, error);
    }
    return new ProblemException(
        ProblemType.INTERNAL, "The request failed; the service's log says why", error);
  }

  private static ProblemType typeOf(int status) {
    return switch (status) {
      case 404 -> ProblemType.NOT_FOUND;
      case 405 -> ProblemType.METHOD_NOT_ALLOWED;
      case 406 -> ProblemType.NOT_ACCEPTABLE;
      case 413 -> ProblemType.BODY_TOO_LARGE;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      default -> status >= 500 ? ProblemType.INTERNAL : ProblemType.INVALID_PARAMETER;
    };
  }
}
