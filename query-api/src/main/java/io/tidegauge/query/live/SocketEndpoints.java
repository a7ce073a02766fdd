package io.tidegauge.query.live;

import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.web.Connections;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The feed as a WebSocket (RFC 6455): several subscriptions on one connection. */
@Component
final class SocketEndpoints implements Endpoints {

  private final Feed feed;
  private final LiveRequests requests;
  private final LiveProperties limits;
  private final WebSockets sockets;

  SocketEndpoints(Feed feed, LiveRequests requests, LiveProperties limits) {
    this.feed = feed;
    this.requests = requests;
    this.limits = limits;
    this.sockets = new WebSockets(limits);
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(HttpMethod.GET, "/api/v1/live/ws", Set.of(), 101, List.of(), this::upgrade));
  }

  private Mono<ServerResponse> upgrade(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    ServerHttpRequest server = request.exchange().getRequest();
    return Mono.just(
        sockets.upgrade(
            request,
            session -> {
              Connections.keepLittle(server);
              SocketSession.Line line =
                  new SocketSession.Line(Connections.writability(server), Connections.cut(server));
              return new SocketSession(session, tenant, line, feed, requests, limits).run();
            }));
  }
}
