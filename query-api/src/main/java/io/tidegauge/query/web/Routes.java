package io.tidegauge.query.web;

import java.util.List;
import java.util.TreeSet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Puts all operations on one router. */
@Configuration(proxyBeanMethods = false)
class Routes {

  @Bean
  RouterFunction<ServerResponse> apiRoutes(List<Endpoints> beans) {
    List<Endpoint> endpoints = beans.stream().flatMap(b -> b.endpoints().stream()).toList();
    RouterFunctions.Builder router = RouterFunctions.route();
    for (Endpoint endpoint : endpoints) {
      router.route(
          RequestPredicates.method(endpoint.method()).and(RequestPredicates.path(endpoint.path())),
          request -> handle(endpoint, request));
    }
    router.route(
        RequestPredicates.path("/api/**"), request -> Mono.error(Misses.of(endpoints, request)));
    return router.build();
  }

  private static Mono<ServerResponse> handle(Endpoint endpoint, ServerRequest request) {
    for (String name : request.queryParams().keySet()) {
      if (!endpoint.parameters().contains(name)) {
        return Mono.error(
            Params.invalid(
                "There is no parameter '"
                    + name
                    + "' here; there is "
                    + (endpoint.parameters().isEmpty()
                        ? "none"
                        : String.join(", ", new TreeSet<>(endpoint.parameters())))));
      }
    }
    return Mono.defer(
        () -> {
          try {
            return endpoint.handler().handle(request);
          } catch (RuntimeException e) {
            return Mono.error(e);
          }
        });
  }
}
