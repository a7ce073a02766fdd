package io.tidegauge.query.security;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.HttpOperations;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Requests whose target is no URI, such as {@code /?metric=%zz}: the framework ends them with a
 * bare 400 before any handler sees them, so the problem document is put into that answer here.
 */
@Component
final class MalformedTargets implements NettyServerCustomizer {

  private static final byte[] DOCUMENT =
      new ProblemException(
              ProblemType.INVALID_PARAMETER,
              "The request target is no URI; write % as %25, and other characters that a URI"
                  + " cannot have as % and two hexadecimal digits")
          .document();

  private final ProblemHandler problems;

  MalformedTargets(ProblemHandler problems) {
    this.problems = problems;
  }

  @Override
  public HttpServer apply(HttpServer server) {
    return server.mapHandle(
        (handled, connection) -> handled.then(Mono.defer(() -> explain(connection))));
  }

  private Mono<Void> explain(Connection connection) {
    if (connection instanceof HttpServerResponse response
        && connection instanceof HttpOperations<?, ?> operations
        && !operations.hasSentHeaders()
        && response.status().code() == 400) {
      problems.count(ProblemType.INVALID_PARAMETER);
      return response
          .header("Content-Type", MediaType.APPLICATION_PROBLEM_JSON_VALUE)
          .sendByteArray(Mono.just(DOCUMENT))
          .then();
    }
    return Mono.empty();
  }
}
