package io.tidegauge.query.live;

import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.json.Json;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import io.tidegauge.query.web.Params;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/** One WebSocket: reads operations, sends the frames of its subscriptions. */
final class SocketSession {

  /** Replies that may wait for a reader before the connection is given up. */
  private static final int REPLIES = 64;

  private final WebSocketSession session;
  private final String tenant;
  private final BooleanSupplier writable;
  private final Feed feed;
  private final LiveRequests requests;
  private final LiveProperties limits;
  private final Map<String, Sinks.Empty<Void>> subscriptions = new ConcurrentHashMap<>();
  private final AtomicInteger replies = new AtomicInteger();
  private final Sinks.Many<Flux<WebSocketMessage>> streams =
      Sinks.many().unicast().onBackpressureBuffer();

  SocketSession(
      WebSocketSession session,
      String tenant,
      BooleanSupplier writable,
      Feed feed,
      LiveRequests requests,
      LiveProperties limits) {
    this.session = session;
    this.tenant = tenant;
    this.writable = writable;
    this.feed = feed;
    this.requests = requests;
    this.limits = limits;
  }

  Mono<Void> run() {
    Flux<WebSocketMessage> output =
        streams.asFlux().flatMap(stream -> stream, limits.perConnection() + REPLIES, 1);
    Mono<Void> input =
        session
            .receive()
            .concatMap(this::received)
            .doFinally(signal -> streams.tryEmitComplete())
            .then();
    Mono<Void> stopped = feed.stopped().then(close(CloseStatus.SERVICE_RESTARTED));
    return Mono.firstWithSignal(session.send(output), input.then(Mono.never()), stopped)
        .then(close(CloseStatus.NORMAL));
  }

  /**
   * The frame has a buffer from when it is made: it is made when it is sent, and whoever goes away
   * does not release it while it is written.
   */
  private Mono<Void> close(CloseStatus status) {
    return Mono.fromFuture(() -> session.close(status).toFuture(), true);
  }

  private Mono<Void> received(WebSocketMessage message) {
    if (message.getType() != WebSocketMessage.Type.TEXT) {
      return Mono.empty();
    }
    if (replies.get() >= REPLIES) {
      return close(
          CloseStatus.POLICY_VIOLATION.withReason("Read the replies before asking for more"));
    }
    String id = "";
    try {
      JsonNode root = SocketOperation.read(message.getPayloadAsText());
      id = SocketOperation.idOf(root);
      SocketOperation operation = SocketOperation.of(root);
      if (operation.subscribes()) {
        subscribe(operation);
      } else {
        unsubscribe(operation.id());
      }
    } catch (ProblemException e) {
      reply(id, e);
    }
    return Mono.empty();
  }

  private void subscribe(SocketOperation operation) {
    String id = operation.id();
    Subscription.Request request =
        requests.subscription(new Params(operation.parameters()), Optional.empty());
    if (subscriptions.size() >= limits.perConnection()) {
      throw new ProblemException(
          ProblemType.TOO_MANY_SUBSCRIBERS,
          "One connection has " + limits.perConnection() + " subscriptions at the most");
    }
    Sinks.Empty<Void> end = Sinks.empty();
    if (subscriptions.putIfAbsent(id, end) != null) {
      throw invalid("There is a subscription '" + id + "' already; unsubscribe it first");
    }
    offer(
        feed.subscribe(tenant, request, writable)
            .flatMapMany(frames -> frames)
            .takeUntilOther(end.asMono())
            .map(frame -> message(id, frame))
            .onErrorResume(
                ProblemException.class,
                e -> Mono.fromSupplier(() -> message(id, "error", e.document())))
            .doFinally(signal -> subscriptions.remove(id, end)));
  }

  private void unsubscribe(String id) {
    Sinks.Empty<Void> end = subscriptions.remove(id);
    if (end == null) {
      throw invalid("There is no subscription '" + id + "'");
    }
    end.tryEmitEmpty();
  }

  private void reply(String id, ProblemException problem) {
    replies.incrementAndGet();
    offer(
        Flux.defer(
            () -> {
              replies.decrementAndGet();
              return Flux.just(message(id, "error", problem.document()));
            }));
  }

  private void offer(Flux<WebSocketMessage> stream) {
    streams.tryEmitNext(stream).orThrow();
  }

  private WebSocketMessage message(String id, Frame frame) {
    return frame.event() == Frame.Event.HEARTBEAT
        ? session.pingMessage(factory -> factory.wrap(new byte[0]))
        : message(id, frame.event().text(), frame.body());
  }

  private WebSocketMessage message(String id, String event, byte[] data) {
    byte[] head =
        Json.bytes(
            json ->
                json.writeStartObject()
                    .writeStringProperty("id", id)
                    .writeStringProperty("event", event)
                    .writeEndObject());
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + data.length + 16);
    out.write(head, 0, head.length - 1);
    out.writeBytes(",\"data\":".getBytes(StandardCharsets.UTF_8));
    out.writeBytes(data);
    out.write('}');
    byte[] bytes = out.toByteArray();
    return new WebSocketMessage(WebSocketMessage.Type.TEXT, session.bufferFactory().wrap(bytes));
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID_BODY, detail);
  }
}
