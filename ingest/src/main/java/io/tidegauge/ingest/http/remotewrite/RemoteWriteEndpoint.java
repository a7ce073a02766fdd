package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.http.ContentCoding;
import io.tidegauge.ingest.http.HttpIngest;
import io.tidegauge.ingest.http.MessageDecoder;
import io.tidegauge.ingest.http.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code POST /api/v1/write}, Remote-Write 1.0 and 2.0 by Content-Type (2.0, "Content-Type").
 *
 * <ul>
 *   <li>"Content-Encoding": snappy's block format only, anything else is 415.
 *   <li>"Response": 204 when all was written; else an error text that tells how many were refused
 *       and why.
 *   <li>"Required Written Response Headers": samples, histograms and exemplars that were written,
 *       on every answer to a 2.0 request.
 *   <li>"Partial Write", "Invalid Samples": 400 with the good samples written.
 *   <li>"Retries &amp; Backoff": overload and an unreachable log are both 503 with Retry-After, as
 *       senders must retry on 5xx and need not on 429; a resend counts once ("Retries on Partial
 *       Writes").
 * </ul>
 */
@Configuration(proxyBeanMethods = false)
class RemoteWriteEndpoint {

  private static final String PATH = "/api/v1/write";
  private static final String VERSION_1 = "prometheus.WriteRequest";
  private static final String VERSION_2 = "io.prometheus.write.v2.Request";
  private static final String WRITTEN = "X-Prometheus-Remote-Write-";
  private static final int SHOWN_REFUSALS = 10;

  private final HttpIngest ingest;

  RemoteWriteEndpoint(HttpIngest ingest) {
    this.ingest = ingest;
  }

  @Bean
  RouterFunction<ServerResponse> remoteWriteRoutes() {
    return RouterFunctions.route()
        .POST(PATH, this::write)
        .path(
            PATH, any -> any.route(all -> true, all -> Problems.methodNotAllowed(HttpMethod.POST)))
        .build();
  }

  /** For requests that come one after the other over the native stream. */
  @Bean
  MessageDecoder.Factory requestV2Decoders() {
    return RequestV2Decoder::new;
  }

  private Mono<ServerResponse> write(ServerRequest request) {
    Protocol protocol;
    try {
      protocol = protocol(request.headers().firstHeader(HttpHeaders.CONTENT_TYPE));
    } catch (RequestRefusedException e) {
      return ingest
          .<ServerResponse>refuse(request, Protocol.REMOTE_WRITE_2, e)
          .onErrorResume(
              RequestRefusedException.class, refused -> refused(Protocol.REMOTE_WRITE_2, refused));
    }
    WriteCounts decoder =
        protocol == Protocol.REMOTE_WRITE_2
            ? new RequestV2Decoder()
            : new WriteRequestDecoder(ingest.admission().kinds());
    return ingest
        .take(request, protocol, Set.of(ContentCoding.SNAPPY), decoder)
        .flatMap(outcome -> written(protocol, decoder, outcome))
        .onErrorResume(RequestRefusedException.class, e -> refused(protocol, e));
  }

  static Protocol protocol(@Nullable String contentType) {
    try {
      MediaType type = MediaType.parseMediaType(contentType == null ? "" : contentType);
      String proto = type.getParameter("proto");
      boolean protobuf =
          type.equalsTypeAndSubtype(MediaType.parseMediaType("application/x-protobuf"));
      String message = proto == null ? VERSION_1 : proto.replace("\"", "");
      if (protobuf && message.equals(VERSION_1)) {
        return Protocol.REMOTE_WRITE_1;
      }
      if (protobuf && message.equals(VERSION_2)) {
        return Protocol.REMOTE_WRITE_2;
      }
    } catch (InvalidMediaTypeException e) {
      throw unsupported(); // the sender sees what to send instead
    }
    throw unsupported();
  }

  private static RequestRefusedException unsupported() {
    return new RequestRefusedException(
        RejectReason.UNSUPPORTED_MEDIA_TYPE,
        "send Content-Type application/x-protobuf;proto="
            + VERSION_2
            + " or application/x-protobuf;proto="
            + VERSION_1);
  }

  private static Mono<ServerResponse> written(
      Protocol protocol, WriteCounts counts, Outcome outcome) {
    HttpStatus status = outcome.rejected() == 0 ? HttpStatus.NO_CONTENT : HttpStatus.BAD_REQUEST;
    ServerResponse.BodyBuilder response = ServerResponse.status(status);
    if (protocol == Protocol.REMOTE_WRITE_2) {
      written(response, counts.samples(), counts.histograms());
    }
    if (outcome.rejected() == 0) {
      return response.build();
    }
    return response
        .contentType(MediaType.TEXT_PLAIN)
        .bodyValue(
            outcome.rejected()
                + " samples refused, "
                + outcome.accepted()
                + " written\n"
                + outcome.describe(SHOWN_REFUSALS)
                + "\n");
  }

  private static Mono<ServerResponse> refused(Protocol protocol, RequestRefusedException refused) {
    HttpStatus status =
        refused.reason().retryable()
            ? HttpStatus.SERVICE_UNAVAILABLE
            : Problems.status(refused.reason());
    ServerResponse.BodyBuilder response =
        ServerResponse.status(status).contentType(MediaType.TEXT_PLAIN);
    if (refused.reason().retryable()) {
      response.header(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS);
    }
    if (protocol == Protocol.REMOTE_WRITE_2) {
      written(response, 0, 0);
    }
    return response.bodyValue(refused.reason().label() + ": " + refused.getMessage() + "\n");
  }

  private static void written(ServerResponse.BodyBuilder response, long samples, long histograms) {
    response.header(WRITTEN + "Samples-Written", Long.toString(samples));
    response.header(WRITTEN + "Histograms-Written", Long.toString(histograms));
    response.header(WRITTEN + "Exemplars-Written", "0");
  }
}
