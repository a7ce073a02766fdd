package io.tidegauge.query.health;

import io.tidegauge.query.security.Origins;
import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import io.tidegauge.query.web.JsonBody;
import java.util.List;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The rules of a tenant, read and edited. */
@Component
final class RuleEndpoints implements Endpoints {

  private static final String PATH = "/api/v1/rules/{id}";

  private final RuleStore store;

  RuleEndpoints(RuleStore store) {
    this.store = store;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.json(HttpMethod.GET, "/api/v1/rules", Set.of(), this::all),
        Endpoint.json(HttpMethod.PUT, PATH, Set.of(), this::put),
        new Endpoint(HttpMethod.DELETE, PATH, Set.of(), 204, List.of(), this::delete));
  }

  private Mono<ServerResponse> all(ServerRequest request) {
    return store
        .of(Tenants.of(request.headers().asHttpHeaders()))
        .flatMap(rules -> respond(HttpStatus.OK, RuleJson.bytes(rules.all())));
  }

  private Mono<ServerResponse> put(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    String id = request.pathVariable("id");
    return JsonBody.of(request)
        .map(body -> RuleJson.parse(id, body))
        .flatMap(
            rule ->
                store
                    .put(tenant, rule)
                    .flatMap(
                        added ->
                            respond(
                                added ? HttpStatus.CREATED : HttpStatus.OK, RuleJson.bytes(rule))));
  }

  private Mono<ServerResponse> delete(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    String id = request.pathVariable("id");
    Origins.requireSame(request.exchange().getRequest());
    if (id.chars().anyMatch(Character::isISOControl)) {
      throw RuleStore.notFound(id);
    }
    return store.delete(tenant, id).then(ServerResponse.noContent().build());
  }

  private static Mono<ServerResponse> respond(HttpStatus status, byte[] body) {
    return ServerResponse.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .bodyValue(body);
  }
}
