package io.tidegauge.query.web;

import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.pattern.PathPatternParser;

/** What to say of a request that no operation serves. Stateless. */
final class Misses {

  private Misses() {}

  static ProblemException of(List<Endpoint> endpoints, ServerRequest request) {
    PathContainer path = request.requestPath().pathWithinApplication();
    TreeSet<HttpMethod> methods =
        endpoints.stream()
            .filter(e -> PathPatternParser.defaultInstance.parse(e.path()).matches(path))
            .map(Endpoint::method)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!methods.isEmpty()) {
      String taken = methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
      return ProblemException.notAllowed(
          request.path() + " takes " + taken + ", not " + request.method(), methods);
    }
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "There is no " + request.path() + "; /api/v1/openapi.json says what there is");
  }
}
