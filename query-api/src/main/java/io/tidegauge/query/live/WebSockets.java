package io.tidegauge.query.live;

import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.security.Origins;
import io.tidegauge.query.web.Connections;
import io.tidegauge.query.web.Params;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;

/** How WebSockets are spoken here (RFC 6455), whatever is said over them. Thread-safe. */
final class WebSockets {

  /** Bytes of the largest message that is read. */
  static final int MESSAGE = 64 << 10;

  private final WebSocketService service;

  WebSockets(LiveProperties limits) {
    this.service =
        new HandshakeWebSocketService(
            new ReactorNettyRequestUpgradeStrategy(
                () ->
                    WebsocketServerSpec.builder()
                        .compress(limits.deflate())
                        .maxDecompressionBufferSize(MESSAGE)
                        .maxFramePayloadLength(MESSAGE)));
  }

  /** The answer to a request for a WebSocket; a page of another origin, or no such, is refused. */
  ServerResponse upgrade(ServerRequest request, WebSocketHandler handler) {
    Origins.requireSame(request.exchange().getRequest());
    if (!"websocket".equalsIgnoreCase(request.headers().firstHeader(HttpHeaders.UPGRADE))) {
      throw Params.invalid("This path speaks WebSocket only; send Upgrade: websocket");
    }
    return new Upgrade(this, handler);
  }

  private Mono<Void> takeOver(ServerWebExchange exchange, WebSocketHandler handler) {
    Runnable asWebSocket = Connections.asWebSocket(exchange.getRequest());
    return service.handleRequest(
        exchange,
        session -> {
          asWebSocket.run();
          return handler.handle(session);
        });
  }

  /** A response that is the upgrade itself. */
  private record Upgrade(WebSockets sockets, WebSocketHandler handler) implements ServerResponse {

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
      return sockets.takeOver(exchange, handler);
    }
  }
}
