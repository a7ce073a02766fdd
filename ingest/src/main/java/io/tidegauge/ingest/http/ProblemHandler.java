package io.tidegauge.ingest.http;

import io.tidegauge.guard.Departures;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Turns what no endpoint answered into a problem document: unknown paths, refusals, and faults of
 * the gateway (logged here, told to the sender without details).
 */
@Component
@Order(-2) // before Boot's own handler, which is at -1
class ProblemHandler implements WebExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  private final ServerResponse.Context context;

  ProblemHandler(ServerCodecConfigurer codecs) {
    this.context =
        new ServerResponse.Context() {
          @Override
          public List<HttpMessageWriter<?>> messageWriters() {
            return codecs.getWriters();
          }

          @Override
          public List<ViewResolver> viewResolvers() {
            return List.of();
          }
        };
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    if (Departures.isDeparture(failure)) {
      log.debug("{} went away: {}", exchange.getRequest().getPath(), failure.toString());
      return Mono.empty();
    }
    return answer(exchange, failure).flatMap(response -> response.writeTo(exchange, context));
  }

  private static Mono<ServerResponse> answer(ServerWebExchange exchange, Throwable failure) {
    if (failure instanceof RequestRefusedException refused) {
      return Problems.answer(refused);
    }
    if (failure instanceof ErrorResponse known) {
      HttpHeaders headers = known.getHeaders();
      return ServerResponse.status(known.getStatusCode())
          .headers(own -> own.addAll(headers))
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .bodyValue(known.getBody());
    }
    log.error(
        "{} {} failed",
        exchange.getRequest().getMethod(),
        exchange.getRequest().getPath(),
        failure);
    return ServerResponse.status(HttpStatus.INTERNAL_SERVER_ERROR)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyValue(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "a fault of the gateway; see its log"));
  }
}
