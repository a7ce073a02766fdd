package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.http.ContentCoding;
import io.tidegauge.ingest.http.HttpIngest;
import io.tidegauge.ingest.http.Problems;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code POST /v1/metrics}: OTLP/HTTP (opentelemetry.io/docs/specs/otlp, section OTLP/HTTP).
 *
 * <ul>
 *   <li>Binary Protobuf Encoding, JSON Protobuf Encoding: chosen by the content type; the answer
 *       has the same. Any other content type is 415, answered in JSON.
 *   <li>OTLP/HTTP Request: gzip; a body over the limit, compressed or not, is 413.
 *   <li>Full Success, Partial Success: 200 with an {@code ExportMetricsServiceResponse}.
 *   <li>Failures: every error has a {@code google.rpc.Status} as its body.
 *   <li>Bad Data: 400 with a {@code BadRequest} in it.
 *   <li>OTLP/HTTP Throttling: 429 where the gateway is full, 503 where Kafka does not confirm, both
 *       with Retry-After.
 * </ul>
 */
final class OtlpHttpEndpoint {

  private static final Set<ContentCoding> CODINGS =
      EnumSet.of(ContentCoding.IDENTITY, ContentCoding.GZIP);

  private final HttpIngest http;
  private final OtlpDecoder decoder;
  private final Duration retryAfter;

  OtlpHttpEndpoint(HttpIngest http, OtlpDecoder decoder, OtlpProperties properties) {
    this.http = http;
    this.decoder = decoder;
    this.retryAfter = properties.retryAfter();
  }

  /** Answers an export. */
  Mono<ServerResponse> export(ServerRequest request) {
    OtlpEncoding encoding = OtlpEncoding.of(request.headers().firstHeader("Content-Type"));
    if (encoding == null) {
      RequestRefusedException refused =
          new RequestRefusedException(
              RejectReason.UNSUPPORTED_MEDIA_TYPE,
              "send Content-Type application/x-protobuf or application/json");
      return answer(
          OtlpEncoding.JSON, http.<ExportAnswer>refuse(request, Protocol.OTLP_HTTP, refused));
    }
    return answer(encoding, take(request, encoding));
  }

  /** Answers any other method. */
  Mono<ServerResponse> otherMethod() {
    RpcStatus status =
        RpcStatus.finalError(RpcStatus.UNIMPLEMENTED, "send metrics with POST to this path");
    return ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED)
        .allow(HttpMethod.POST)
        .header(HttpHeaders.CONTENT_TYPE, OtlpEncoding.JSON.contentType())
        .bodyValue(status.toJson());
  }

  private Mono<ExportAnswer> take(ServerRequest request, OtlpEncoding encoding) {
    AtomicReference<@Nullable PointCount> points = new AtomicReference<>();
    return http.take(
            request,
            Protocol.OTLP_HTTP,
            CODINGS,
            (body, samples) ->
                points.set(
                    encoding == OtlpEncoding.JSON
                        ? decoder.json(body.bytes(), 0, body.length(), samples)
                        : decoder.protobuf(body.bytes(), 0, body.length(), samples)))
        .map(outcome -> ExportAnswer.of(outcome, points.get()));
  }

  private Mono<ServerResponse> answer(OtlpEncoding encoding, Mono<ExportAnswer> result) {
    return result
        .onErrorResume(
            RequestRefusedException.class,
            refused -> Mono.just(ExportAnswer.of(refused, retryAfter)))
        .flatMap(answer -> answer(encoding, answer));
  }

  private static Mono<ServerResponse> answer(OtlpEncoding encoding, ExportAnswer answer) {
    return switch (answer) {
      case ExportAnswer.Success success ->
          body(ServerResponse.ok(), encoding, encoding.write(success.response()));
      case ExportAnswer.Failure failure -> {
        ServerResponse.BodyBuilder response =
            ServerResponse.status(Problems.status(failure.reason()));
        RpcStatus status = failure.status();
        if (status.retryable()) {
          long seconds = Math.max(1, status.retryDelay().toSeconds());
          response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        yield body(response, encoding, encoding.write(status));
      }
    };
  }

  private static Mono<ServerResponse> body(
      ServerResponse.BodyBuilder response, OtlpEncoding encoding, byte[] bytes) {
    return response.header(HttpHeaders.CONTENT_TYPE, encoding.contentType()).bodyValue(bytes);
  }
}
