package io.tidegauge.query.live;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.time.Duration;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How this side ends a WebSocket: with a code that says why, and for certain. Thread-safe. */
final class SocketEnd {

  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final WebSocketSession session;
  private final Runnable cut;
  private final Sinks.One<CloseStatus> given = Sinks.one();

  /**
   * The end of a connection.
   *
   * @param cut ends it, whatever is still to be sent
   */
  SocketEnd(WebSocketSession session, Runnable cut) {
    this.session = session;
    this.cut = cut;
  }

  /**
   * The frame has a buffer from when it is made: it is made when it is sent, and whoever goes away
   * does not release it while it is written.
   */
  Mono<Void> close(CloseStatus status) {
    return Mono.fromFuture(() -> session.close(status).toFuture(), true);
  }

  /** Has {@link #givenUp} end the connection; the first reason counts. */
  void giveUp(CloseStatus status) {
    given.tryEmitValue(status);
  }

  /** What cannot be read has been answered below, but for a message in too many parts. */
  <T> Mono<T> unreadable(Throwable failure) {
    giveUp(statusOf(failure));
    return Mono.empty();
  }

  /**
   * Once it is given up: says why, where the other side still takes it, and ends the connection in
   * any case. It is not called off when saying so ends the output: the connection would be cut
   * before it is said.
   */
  Mono<Void> givenUp() {
    return given
        .asMono()
        .flatMap(status -> Mono.fromFuture(() -> goodbye(status).toFuture(), true));
  }

  private Mono<Void> goodbye(CloseStatus status) {
    return close(status).timeout(GOODBYE).onErrorComplete().then(Mono.<Void>fromRunnable(cut));
  }

  private static CloseStatus statusOf(Throwable failure) {
    if (failure instanceof TooLongFrameException) {
      return CloseStatus.TOO_BIG_TO_PROCESS;
    }
    return failure instanceof CorruptedWebSocketFrameException frame
        ? new CloseStatus(frame.closeStatus().code())
        : CloseStatus.PROTOCOL_ERROR;
  }
}
