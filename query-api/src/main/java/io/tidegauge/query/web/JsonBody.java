package io.tidegauge.query.web;

import io.tidegauge.query.security.Origins;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** The body of a request that changes something. Stateless. */
public final class JsonBody {

  private JsonBody() {}

  /** Its bytes; refused from pages of other origins, and where it is no JSON or too large. */
  public static Mono<byte[]> of(ServerRequest request) {
    Origins.requireSame(request.exchange().getRequest());
    boolean isJson =
        request
            .headers()
            .contentType()
            .filter(type -> type.isCompatibleWith(MediaType.APPLICATION_JSON))
            .isPresent();
    if (!isJson) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json");
    }
    return request
        .bodyToMono(byte[].class)
        .onErrorMap(DataBufferLimitException.class, JsonBody::tooLarge)
        .defaultIfEmpty(new byte[0]);
  }

  private static ProblemException tooLarge(Throwable cause) {
    return new ProblemException(ProblemType.BODY_TOO_LARGE, "Send 262144 bytes at the most", cause);
  }
}
