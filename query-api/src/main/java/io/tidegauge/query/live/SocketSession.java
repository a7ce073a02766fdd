package io.tidegauge.query.live;

import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.json.Json;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import io.tidegauge.query.web.Params;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/** One WebSocket: reads operations, sends the frames of its subscriptions, looks who is there. */
final class SocketSession {

  /** Replies that may wait for a reader before the connection is given up. */
  private static final int REPLIES = 64;

  private static final int SILENT_HEARTBEATS = 4;
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

  private final WebSocketSession session;
  private final String tenant;
  private final Line line;
  private final Feed feed;
  private final LiveRequests requests;
  private final LiveProperties limits;
  private final SocketEnd end;
  private final Map<String, Running> subscriptions = new ConcurrentHashMap<>();
  private final AtomicInteger replies = new AtomicInteger();
  private final Sinks.Many<Flux<WebSocketMessage>> streams =
      Sinks.many().unicast().onBackpressureBuffer();
  private final Sinks.Empty<Void> left = Sinks.empty();
  private volatile long heardAt = System.nanoTime();

  SocketSession(
      WebSocketSession session,
      String tenant,
      Line line,
      Feed feed,
      LiveRequests requests,
      LiveProperties limits) {
    this.session = session;
    this.tenant = tenant;
    this.line = line;
    this.feed = feed;
    this.requests = requests;
    this.limits = limits;
    this.end = new SocketEnd(session, line.cut());
  }

  /**
   * The connection below.
   *
   * @param writable whether it takes more at once
   * @param cut ends it, whatever is still to be sent
   */
  record Line(BooleanSupplier writable, Runnable cut) {}

  /**
   * A subscription, until its last frame is on its way.
   *
   * @param end ends its frames
   * @param over whether it is to end, by the client or by itself; who sets it has the last word
   */
  private record Running(Sinks.Empty<Void> end, AtomicBoolean over) {}

  Mono<Void> run() {
    offer(pings());
    Flux<WebSocketMessage> output =
        streams.asFlux().flatMap(stream -> stream, limits.perConnection() + REPLIES + 1, 1);
    Mono<Void> input =
        session
            .receive()
            .concatMap(this::received)
            .onErrorResume(end::unreadable)
            .doFinally(
                signal -> {
                  left.tryEmitEmpty();
                  streams.tryEmitComplete();
                })
            .then();
    Mono<Void> stopped = feed.stopped().then(end.close(CloseStatus.SERVICE_RESTARTED));
    return Mono.firstWithSignal(
            session.send(output), input.then(Mono.never()), stopped, end.givenUp())
        .then(end.close(CloseStatus.NORMAL));
  }

  /** One each heartbeat; who answers none of some is gone. */
  private Flux<WebSocketMessage> pings() {
    long patience = SILENT_HEARTBEATS * limits.heartbeat().toNanos();
    return Flux.interval(limits.heartbeat())
        .doOnNext(
            tick -> {
              if (System.nanoTime() - heardAt > patience) {
                end.giveUp(CloseStatus.POLICY_VIOLATION.withReason("No pong has come"));
              }
            })
        .onBackpressureDrop()
        .map(tick -> session.pingMessage(factory -> factory.wrap(new byte[0])))
        .takeUntilOther(left.asMono());
  }

  private Mono<Void> received(WebSocketMessage message) {
    heardAt = System.nanoTime();
    if (message.getType() == WebSocketMessage.Type.BINARY) {
      return end.close(CloseStatus.NOT_ACCEPTABLE.withReason("Messages are text: JSON"));
    }
    if (message.getType() != WebSocketMessage.Type.TEXT) {
      return Mono.empty();
    }
    if (replies.get() >= REPLIES) {
      return end.close(
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
    Running running = new Running(Sinks.empty(), new AtomicBoolean());
    if (subscriptions.putIfAbsent(id, running) != null) {
      throw invalid(
          "There is a subscription '"
              + id
              + "' already; unsubscribe it first, and wait until it is unsubscribed");
    }
    offer(
        feed.subscribe(tenant, request, line.writable())
            .flatMapMany(frames -> frames)
            .takeUntilOther(running.end().asMono())
            .filter(frame -> frame.body().length > 0)
            .map(frame -> message(id, frame))
            .onErrorResume(
                ProblemException.class,
                e -> Mono.fromSupplier(() -> message(id, "error", e.document())))
            .onErrorResume(StalledException.class, this::stalled)
            .concatWith(Mono.defer(() -> lastWord(id, running)))
            .doFinally(signal -> subscriptions.remove(id, running)));
  }

  /** A subscription must not end without a word while its connection goes on. */
  private Mono<WebSocketMessage> stalled(StalledException reader) {
    end.giveUp(CloseStatus.POLICY_VIOLATION.withReason(String.valueOf(reader.getMessage())));
    return Mono.empty();
  }

  /** In the stream of the subscription's own frames, so that none can come after it. */
  private Mono<WebSocketMessage> lastWord(String id, Running running) {
    boolean asked = !running.over().compareAndSet(false, true);
    if (!asked) {
      return Mono.empty();
    }
    // Before it is told: who has read it may use the name again.
    subscriptions.remove(id, running);
    return Mono.fromSupplier(() -> message(id, "unsubscribed", NOTHING));
  }

  private void unsubscribe(String id) {
    Running running = subscriptions.get(id);
    if (running == null || !running.over().compareAndSet(false, true)) {
      throw invalid("There is no subscription '" + id + "'");
    }
    running.end().tryEmitEmpty();
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

  /** A heartbeat with a position is an update of nothing. */
  private WebSocketMessage message(String id, Frame frame) {
    Frame.Event event = frame.event() == Frame.Event.HEARTBEAT ? Frame.Event.UPDATE : frame.event();
    return message(id, event.text(), frame.body());
  }

  /** The body is the one that all share; what is this subscription's own goes around it. */
  private WebSocketMessage message(String id, String event, byte[] data) {
    byte[] head =
        Json.bytes(
            json ->
                json.writeStartObject()
                    .writeStringProperty("id", id)
                    .writeStringProperty("event", event)
                    .writeEndObject());
    DataBufferFactory buffers = session.bufferFactory();
    DataBuffer whole =
        buffers.join(
            List.of(
                buffers.wrap(Arrays.copyOf(head, head.length - 1)),
                buffers.wrap(",\"data\":".getBytes(StandardCharsets.US_ASCII)),
                buffers.wrap(data),
                buffers.wrap("}".getBytes(StandardCharsets.US_ASCII))));
    return new WebSocketMessage(WebSocketMessage.Type.TEXT, whole);
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID_BODY, detail);
  }
}
