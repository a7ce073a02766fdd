package io.tidegauge.query.live;

import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.web.Connections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A path of the tests' nodes that speaks WebSocket as the live feed does, on the same port, with
 * the same limits and the same end, and sends back what it is sent. Found as the service's own
 * parts are.
 */
@Configuration(proxyBeanMethods = false)
class EchoRoute {

  /** Takes WebSockets. */
  static final String PATH = "/testing/echo";

  @Bean
  RouterFunction<ServerResponse> echo(LiveProperties limits) {
    WebSockets sockets = new WebSockets(limits);
    return RouterFunctions.route()
        .GET(
            PATH,
            request -> {
              Runnable cut = Connections.cut(request.exchange().getRequest());
              return Mono.just(
                  sockets.upgrade(
                      request, session -> sendBack(session, new SocketEnd(session, cut))));
            })
        .build();
  }

  private static Mono<Void> sendBack(WebSocketSession session, SocketEnd end) {
    Flux<WebSocketMessage> messages =
        session
            .receive()
            .filter(EchoRoute::hasData)
            .map(message -> copy(session, message))
            .onErrorResume(end::unreadable);
    return Mono.firstWithSignal(session.send(messages), end.givenUp())
        .then(end.close(CloseStatus.NORMAL));
  }

  private static boolean hasData(WebSocketMessage message) {
    return message.getType() == WebSocketMessage.Type.TEXT
        || message.getType() == WebSocketMessage.Type.BINARY;
  }

  /** Without a buffer that somebody would have to release where it is not sent any more. */
  private static WebSocketMessage copy(WebSocketSession session, WebSocketMessage message) {
    DataBuffer payload = message.getPayload();
    byte[] bytes = new byte[payload.readableByteCount()];
    payload.read(bytes);
    return new WebSocketMessage(message.getType(), session.bufferFactory().wrap(bytes));
  }
}
