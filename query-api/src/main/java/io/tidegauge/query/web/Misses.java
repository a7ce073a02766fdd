package io.tidegauge.query.web;

import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.pattern.PathPatternParser;

/** What to say of a request that no operation serves. Stateless. */
final class Misses {

  private Misses() {}

  static ProblemException of(List<Endpoint> endpoints, ServerRequest request) {
    PathContainer path = request.requestPath().pathWithinApplication();
    TreeSet<String> methods =
        endpoints.stream()
            .filter(e -> PathPatternParser.defaultInstance.parse(e.path()).matches(path))
            .map(e -> e.method().name())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!methods.isEmpty()) {
      return new ProblemException(
          ProblemType.METHOD_NOT_ALLOWED,
          request.path() + " takes " + String.join(", ", methods) + ", not " + request.method());
    }
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "There is no " + request.path() + "; /api/v1/openapi.json says what there is");
  }
}
