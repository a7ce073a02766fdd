package io.tidegauge.query.web;

import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * One operation of the API, as the router serves it and the OpenAPI document describes it.
 *
 * @param method the method
 * @param path the path with variables in braces
 * @param parameters the names of all query parameters; others are refused
 * @param status of an answer that is no problem
 * @param produces the content types of that answer; none where it has no body
 * @param handler answers
 */
public record Endpoint(
    HttpMethod method,
    String path,
    Set<String> parameters,
    int status,
    List<String> produces,
    HandlerFunction<ServerResponse> handler) {

  /** Copies. */
  public Endpoint {
    parameters = Set.copyOf(parameters);
    produces = List.copyOf(produces);
  }

  /** An operation that answers 200 with JSON. */
  public static Endpoint json(
      HttpMethod method,
      String path,
      Set<String> parameters,
      HandlerFunction<ServerResponse> handler) {
    return new Endpoint(method, path, parameters, 200, List.of("application/json"), handler);
  }
}
