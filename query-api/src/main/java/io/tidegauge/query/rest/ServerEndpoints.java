package io.tidegauge.query.rest;

import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.config.LimitProperties;
import io.tidegauge.query.health.Finding;
import io.tidegauge.query.health.HealthBoard;
import io.tidegauge.query.health.ServerHealth;
import io.tidegauge.query.health.ServerState;
import io.tidegauge.query.health.ServerSummary;
import io.tidegauge.query.json.Json;
import io.tidegauge.query.live.LiveFeed;
import io.tidegauge.query.live.LiveState;
import io.tidegauge.query.live.TenantState;
import io.tidegauge.query.metadata.ServerRecord;
import io.tidegauge.query.metadata.ServerStore;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import io.tidegauge.query.web.JsonBody;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** The servers: what people say of them, and how they are. */
@Component
final class ServerEndpoints implements Endpoints {

  private final ServerStore store;
  private final LiveFeed live;
  private final HealthBoard board;
  private final ServerAnswers answers;
  private final LimitProperties limits;
  private final ServiceClock clock;

  ServerEndpoints(
      ServerStore store,
      LiveFeed live,
      HealthBoard board,
      ServerAnswers answers,
      LimitProperties limits,
      ServiceClock clock) {
    this.store = store;
    this.live = live;
    this.board = board;
    this.answers = answers;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.json(HttpMethod.GET, "/api/v1/servers", Set.of(), this::all),
        Endpoint.json(HttpMethod.GET, "/api/v1/servers/{id}", Set.of(), this::one),
        Endpoint.json(HttpMethod.PATCH, "/api/v1/servers/{id}", Set.of(), this::change));
  }

  private Mono<ServerResponse> all(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    Mono<Supplier<byte[]>> list =
        store
            .all(tenant, limits.servers() + 1)
            .collectMap(ServerRecord::id, server -> server, TreeMap::new)
            .<Supplier<byte[]>>map(servers -> () -> answer(tenant, servers, true))
            .onErrorResume(
                ServerEndpoints::metadataAway,
                error -> Mono.<Supplier<byte[]>>just(() -> answer(tenant, new TreeMap<>(), false)));
    return answers.shared(tenant, list).flatMap(ServerEndpoints::respond);
  }

  private static boolean metadataAway(Throwable error) {
    return error instanceof ProblemException problem
        && problem.type() == ProblemType.METADATA_UNAVAILABLE;
  }

  private byte[] answer(String tenant, Map<String, ServerRecord> stored, boolean metadata) {
    Map<String, ServerRecord> servers = new TreeMap<>(stored);
    TenantState state = tenant(tenant);
    if (state != null) {
      state.servers().forEach(id -> servers.putIfAbsent(id, ServerRecord.unknown(id)));
    }
    if (servers.size() > limits.servers()) {
      throw new ProblemException(
          ProblemType.ANSWER_TOO_LARGE,
          "The answer would have more than "
              + limits.servers()
              + " servers; ask for one with /api/v1/servers/{id}");
    }
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("metadata", metadata ? "ok" : "unavailable");
          json.writeArrayPropertyStart("servers");
          for (ServerRecord server : servers.values()) {
            json.writeStartObject();
            write(json, tenant, server, ServerSummary.of(state, server.id()));
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private Mono<ServerResponse> one(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    String id = id(request);
    return store
        .one(tenant, id)
        .onErrorResume(ServerEndpoints::metadataAway, error -> Mono.empty())
        .switchIfEmpty(Mono.defer(() -> liveOnly(tenant, id)))
        .transform(server -> details(tenant, server));
  }

  private static String id(ServerRequest request) {
    String id = request.pathVariable("id");
    // PostgreSQL has no text with a NUL in it.
    if (id.chars().anyMatch(Character::isISOControl)) {
      throw notFound(id);
    }
    return id;
  }

  private Mono<ServerRecord> liveOnly(String tenant, String id) {
    TenantState state = tenant(tenant);
    return state != null && state.servers().contains(id)
        ? Mono.just(ServerRecord.unknown(id))
        : Mono.error(notFound(id));
  }

  private static ProblemException notFound(String id) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "There is no server '" + id + "'; /api/v1/servers lists them");
  }

  private Mono<ServerResponse> change(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    String id = id(request);
    return JsonBody.of(request)
        .map(ServerPatch::parse)
        .flatMap(
            change -> {
              TenantState state = tenant(tenant);
              Mono<Void> known =
                  state != null && state.servers().contains(id)
                      ? store.add(tenant, List.of(id))
                      : Mono.empty();
              return known.then(store.change(tenant, id, change));
            })
        .switchIfEmpty(Mono.error(() -> notFound(id)))
        .doOnNext(changed -> answers.forget(tenant))
        .transform(server -> details(tenant, server));
  }

  private Mono<ServerResponse> details(String tenant, Mono<ServerRecord> server) {
    return answers
        .apart(server.<Supplier<byte[]>>map(known -> () -> detail(tenant, known)))
        .flatMap(ServerEndpoints::respond);
  }

  private byte[] detail(String tenant, ServerRecord server) {
    ServerSummary summary = ServerSummary.of(tenant(tenant), server.id());
    return Json.bytes(
        json -> {
          json.writeStartObject();
          write(json, tenant, server, summary);
          json.writeArrayPropertyStart("metrics");
          summary.metrics().forEach(json::writeString);
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void write(
      JsonGenerator json, String tenant, ServerRecord server, ServerSummary summary) {
    ServerHealth health = health(tenant, server, summary);
    json.writeStringProperty("id", server.id())
        .writeStringProperty("hostname", server.hostname())
        .writeStringProperty("environment", server.environment())
        .writeStringProperty("role", server.role())
        .writeStringProperty("location", server.location())
        .writeStringProperty("owner", server.owner());
    json.writeArrayPropertyStart("tags");
    server.tags().forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("state", health.state().label());
    Json.time(json, "stateSince", health.since());
    Finding.write(json, health.findings());
    Json.time(json, "lastSeen", summary.lastSeen());
    json.writeNumberProperty("series", summary.series());
    json.writeObjectPropertyStart("values");
    summary
        .values()
        .forEach(
            (name, value) -> {
              json.writeName(name);
              Json.number(json, value);
            });
    json.writeEndObject();
  }

  /**
   * How a server is: whether it speaks as of now, what rules say as of the last look, and since
   * when as it is recorded, so that all nodes say the same, or else as this node has seen it.
   */
  private ServerHealth health(String tenant, ServerRecord server, ServerSummary summary) {
    ServerHealth seen = board.of(tenant, server.id());
    ServerState freshness = summary.freshness(clock.millis());
    List<Finding> findings =
        seen == null || freshness != ServerState.HEALTHY ? List.of() : seen.findings();
    ServerState state = findings.isEmpty() ? freshness : findings.getFirst().level().state();
    long since =
        server.state().equals(state.label())
            ? server.stateSince()
            : seen != null && seen.state() == state ? seen.since() : ServerHealth.UNKNOWN;
    return new ServerHealth(state, since, findings);
  }

  private @Nullable TenantState tenant(String tenant) {
    LiveState state = live.ready();
    return state == null ? null : state.tenant(tenant);
  }

  private static Mono<ServerResponse> respond(byte[] body) {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .bodyValue(body);
  }
}
