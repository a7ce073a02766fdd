package io.tidegauge.query.health;

import io.tidegauge.query.json.Json;
import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import io.tidegauge.query.web.Params;
import java.util.List;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The changes of servers' states. */
@Component
final class EventEndpoints implements Endpoints {

  private static final int LIMIT = 100;
  private static final int HIGHEST_LIMIT = 1_000;
  private static final long FIRST = 0;
  private static final long LAST = 253_402_300_799_999L;

  private final HealthStore store;

  EventEndpoints(HealthStore store) {
    this.store = store;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.json(
            HttpMethod.GET,
            "/api/v1/events",
            Set.of("server", "from", "to", "limit"),
            this::events));
  }

  private Mono<ServerResponse> events(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    Params params = new Params(request.queryParams());
    String server = params.one("server").orElse(null);
    long from = params.time("from").orElse(FIRST);
    long to = params.time("to").orElse(LAST);
    double limit = params.number("limit", 1, HIGHEST_LIMIT).orElse((double) LIMIT);
    if (from >= to) {
      throw Params.invalid("from must be before to");
    }
    if (limit != Math.rint(limit)) {
      throw Params.invalid("limit must be a whole number");
    }
    Mono<List<HealthStore.Event>> found =
        // PostgreSQL has no text with a NUL in it.
        server != null && server.chars().anyMatch(Character::isISOControl)
            ? Mono.just(List.of())
            : store.events(tenant, server, from, to, (int) limit).collectList();
    return found.flatMap(
        events ->
            ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(bytes(events)));
  }

  private static byte[] bytes(List<HealthStore.Event> events) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("events");
          for (HealthStore.Event event : events) {
            json.writeStartObject().writeStringProperty("id", Long.toString(event.id()));
            Json.time(json, "time", event.time());
            json.writeStringProperty("server", event.server())
                .writeStringProperty("from", event.from())
                .writeStringProperty("to", event.to());
            Finding.write(json, Finding.read(event.findings()));
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
