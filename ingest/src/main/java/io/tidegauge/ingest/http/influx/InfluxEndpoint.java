package io.tidegauge.ingest.http.influx;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.http.ContentCoding;
import io.tidegauge.ingest.http.HttpIngest;
import io.tidegauge.ingest.http.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * InfluxDB's write APIs: {@code POST /write} (1.x) and {@code POST /api/v2/write} (2.x, with its
 * error documents), and what senders ask before they write: {@code /ping}, {@code /health}, and
 * {@code CREATE DATABASE} on {@code /query}, which needs nothing here. Database, bucket and
 * organisation are not looked at: the tenant is in its header, as for every protocol.
 */
@Configuration(proxyBeanMethods = false)
class InfluxEndpoint {

  private static final String VERSION = "2.7.0";
  private static final Set<ContentCoding> CODINGS =
      Set.of(ContentCoding.IDENTITY, ContentCoding.GZIP);
  private static final int SHOWN_REFUSALS = 10;

  private final HttpIngest ingest;

  InfluxEndpoint(HttpIngest ingest) {
    this.ingest = ingest;
  }

  @Bean
  RouterFunction<ServerResponse> influxRoutes() {
    return RouterFunctions.route()
        .POST("/write", request -> write(request, false))
        .POST("/api/v2/write", request -> write(request, true))
        .route(path("/write").or(path("/api/v2/write")), this::postOnly)
        .GET("/ping", this::ping)
        .HEAD("/ping", this::ping)
        .route(path("/ping"), any -> Problems.methodNotAllowed(HttpMethod.GET, HttpMethod.HEAD))
        .GET("/health", request -> health())
        .route(path("/health"), any -> Problems.methodNotAllowed(HttpMethod.GET))
        .POST("/query", this::query)
        .route(path("/query"), this::postOnly)
        .build();
  }

  private static RequestPredicate path(String pattern) {
    return RequestPredicates.path(pattern);
  }

  private Mono<ServerResponse> postOnly(ServerRequest request) {
    return Problems.methodNotAllowed(HttpMethod.POST);
  }

  private Mono<ServerResponse> write(ServerRequest request, boolean version2) {
    return take(request)
        .flatMap(outcome -> written(outcome, version2))
        .onErrorResume(RequestRefusedException.class, e -> refused(e, version2));
  }

  private Mono<Outcome> take(ServerRequest request) {
    try {
      checkType(request.headers().firstHeader(HttpHeaders.CONTENT_TYPE));
      Precision precision = Precision.of(parameter(request, "precision"));
      long now = ingest.admission().clock().millis();
      return ingest.take(
          request, Protocol.INFLUX, CODINGS, new LineProtocolDecoder(precision, now));
    } catch (RequestRefusedException e) {
      return ingest.refuse(request, Protocol.INFLUX, e);
    }
  }

  /** Senders name line protocol in many ways; what is certainly something else is refused. */
  private static void checkType(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
    boolean taken =
        type.isEmpty()
            || type.startsWith("text/")
            || type.startsWith("application/octet-stream")
            || type.startsWith("application/x-www-form-urlencoded"); // what curl says
    if (!taken) {
      throw new RequestRefusedException(
          RejectReason.UNSUPPORTED_MEDIA_TYPE, "send line protocol with Content-Type text/plain");
    }
  }

  private static String parameter(ServerRequest request, String name) {
    try {
      return request.queryParam(name).orElse("");
    } catch (IllegalArgumentException e) {
      throw new RequestRefusedException(
          RejectReason.MALFORMED, "the query string is not percent-encoded; encode it");
    }
  }

  private static Mono<ServerResponse> written(Outcome outcome, boolean version2) {
    if (outcome.rejected() == 0) {
      return ServerResponse.noContent().header("X-Influxdb-Version", VERSION).build();
    }
    String message =
        "partial write: "
            + outcome.describe(SHOWN_REFUSALS).replace('\n', ';')
            + " dropped="
            + outcome.rejected();
    return error(HttpStatus.BAD_REQUEST, "invalid", message, version2).build(message);
  }

  private static Mono<ServerResponse> refused(RequestRefusedException refused, boolean version2) {
    String message = refused.reason().label() + ": " + refused.getMessage();
    ErrorAnswer answer =
        switch (refused.reason()) {
          case BODY_TOO_LARGE ->
              error(HttpStatus.CONTENT_TOO_LARGE, "request too large", message, version2);
          case OVERLOADED ->
              error(HttpStatus.TOO_MANY_REQUESTS, "too many requests", message, version2);
          case UNAVAILABLE ->
              error(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", message, version2);
          default -> error(Problems.status(refused.reason()), "invalid", message, version2);
        };
    return answer.build(message);
  }

  private static ErrorAnswer error(
      HttpStatus status, String code, String message, boolean version2) {
    return new ErrorAnswer(
        status, version2 ? Map.of("code", code, "message", message) : Map.of("error", message));
  }

  private record ErrorAnswer(HttpStatus status, Map<String, String> document) {

    Mono<ServerResponse> build(String message) {
      ServerResponse.BodyBuilder response =
          ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON);
      boolean later =
          status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE;
      if (later) {
        response.header(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS);
      }
      String printable = message.replaceAll("[^\\x20-\\x7e]", "?");
      response.header(
          "X-Influxdb-Error", printable.substring(0, Math.min(printable.length(), 512)));
      return response.bodyValue(document);
    }
  }

  private Mono<ServerResponse> ping(ServerRequest request) {
    boolean verbose = request.queryParam("verbose").filter(v -> !v.equals("false")).isPresent();
    if (verbose) {
      return ServerResponse.ok()
          .header("X-Influxdb-Version", VERSION)
          .contentType(MediaType.APPLICATION_JSON)
          .bodyValue(Map.of("version", VERSION));
    }
    return ServerResponse.noContent().header("X-Influxdb-Version", VERSION).build();
  }

  private static Mono<ServerResponse> health() {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(
            Map.of(
                "name", "influxdb",
                "message", "ready for queries and writes",
                "status", "pass",
                "checks", List.of(),
                "version", VERSION));
  }

  /** The only statement that senders of the 1.x API send is CREATE DATABASE. */
  private Mono<ServerResponse> query(ServerRequest request) {
    return Mono.defer(() -> Mono.justOrEmpty(request.queryParam("q")))
        .switchIfEmpty(request.formData().mapNotNull(form -> form.getFirst("q")).defaultIfEmpty(""))
        .flatMap(InfluxEndpoint::answer)
        .onErrorResume(
            DataBufferLimitException.class,
            e -> queryError(HttpStatus.CONTENT_TOO_LARGE, "the query is too large; shorten it"))
        .onErrorResume(
            IllegalArgumentException.class,
            e -> queryError(HttpStatus.BAD_REQUEST, "the query is not percent-encoded; encode it"));
  }

  private static Mono<ServerResponse> answer(String statement) {
    return statement.strip().toUpperCase(Locale.ROOT).startsWith("CREATE DATABASE")
        ? ServerResponse.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue(Map.of("results", List.of(Map.of("statement_id", 0))))
        : queryError(HttpStatus.BAD_REQUEST, "only CREATE DATABASE is known here; read elsewhere");
  }

  private static Mono<ServerResponse> queryError(HttpStatus status, String message) {
    return ServerResponse.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(Map.of("error", message));
  }
}
