package io.tidegauge.query.live;

import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.security.Origins;
import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.web.Connections;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import io.tidegauge.query.web.Params;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;

/** The feed as a WebSocket (RFC 6455): several subscriptions on one connection. */
@Component
final class SocketEndpoints implements Endpoints {

  /** Bytes of the largest message that is read. */
  static final int MESSAGE = 64 << 10;

  private final Feed feed;
  private final LiveRequests requests;
  private final LiveProperties limits;
  private final WebSocketService sockets;

  SocketEndpoints(Feed feed, LiveRequests requests, LiveProperties limits) {
    this.feed = feed;
    this.requests = requests;
    this.limits = limits;
    this.sockets = service(limits);
  }

  /** How WebSockets are spoken. */
  static WebSocketService service(LiveProperties limits) {
    return new HandshakeWebSocketService(
        new ReactorNettyRequestUpgradeStrategy(
            () ->
                WebsocketServerSpec.builder()
                    .compress(limits.deflate())
                    .maxDecompressionBufferSize(MESSAGE)
                    .maxFramePayloadLength(MESSAGE)));
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(HttpMethod.GET, "/api/v1/live/ws", Set.of(), 101, List.of(), this::upgrade));
  }

  private Mono<ServerResponse> upgrade(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    Origins.requireSame(request.exchange().getRequest());
    if (!"websocket".equalsIgnoreCase(request.headers().firstHeader(HttpHeaders.UPGRADE))) {
      throw Params.invalid("This path speaks WebSocket only; send Upgrade: websocket");
    }
    ServerHttpRequest server = request.exchange().getRequest();
    SocketSession.Line line =
        new SocketSession.Line(Connections.writable(server), Connections.cut(server));
    return Mono.just(
        new Upgrade(
            exchange ->
                sockets.handleRequest(
                    exchange,
                    session ->
                        new SocketSession(session, tenant, line, feed, requests, limits).run())));
  }

  /** What takes the connection over. */
  private interface Takeover {
    Mono<Void> apply(ServerWebExchange exchange);
  }

  /** A response that is the upgrade itself. */
  private record Upgrade(Takeover takeover) implements ServerResponse {

    @Override
    public HttpStatusCode statusCode() {
      return HttpStatus.SWITCHING_PROTOCOLS;
    }

    @Override
    public HttpHeaders headers() {
      return new HttpHeaders();
    }

    @Override
    public MultiValueMap<String, ResponseCookie> cookies() {
      return new LinkedMultiValueMap<>();
    }

    @Override
    public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
      return takeover.apply(exchange);
    }
  }
}
