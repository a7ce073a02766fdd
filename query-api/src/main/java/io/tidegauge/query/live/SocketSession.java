package io.tidegauge.query.live;

import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.json.Json;
import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import io.tidegauge.query.web.Params;
import io.tidegauge.query.web.Writability;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/** One WebSocket: reads operations, sends the frames of its subscriptions, looks who is there. */
final class SocketSession {

  /** Replies and subscriptions that may wait for a reader before the connection is given up. */
  private static final int WAITING = 64;

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
  private final AtomicInteger waiting = new AtomicInteger();

  /** Messages not made yet: one has a buffer, which nobody would release where it waits in vain. */
  private final Sinks.Many<Flux<Supplier<WebSocketMessage>>> streams =
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
   * @param writability whether it takes more at once
   * @param cut ends it, whatever is still to be sent
   */
  record Line(Writability writability, Runnable cut) {}

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
        streams
            .asFlux()
            .flatMap(stream -> stream, limits.perConnection() + WAITING + 1, 1)
            .map(Supplier::get);
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
  private Flux<Supplier<WebSocketMessage>> pings() {
    long patience = SILENT_HEARTBEATS * limits.heartbeat().toNanos();
    return Flux.interval(limits.heartbeat())
        .doOnNext(
            tick -> {
              if (System.nanoTime() - heardAt > patience) {
                end.giveUp(CloseStatus.POLICY_VIOLATION.withReason("No pong has come"));
              }
            })
        .onBackpressureDrop()
        .<Supplier<WebSocketMessage>>map(
            tick -> () -> session.pingMessage(factory -> factory.wrap(new byte[0])))
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
    if (waiting.get() >= WAITING) {
      end.giveUp(
          CloseStatus.POLICY_VIOLATION.withReason("Read the replies before asking for more"));
      return Mono.empty();
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
        feed.admit(tenant, request)
            .flatMapMany(
                admitted -> admitted.frames(FluxSink.OverflowStrategy.BUFFER, this::outlet))
            .takeUntilOther(running.end().asMono())
            .filter(frame -> frame.body().length > 0)
            .map(frame -> message(id, frame))
            .onErrorResume(
                ProblemException.class, e -> Mono.just(message(id, "error", e.document())))
            .onErrorResume(StalledException.class, this::stalled)
            .concatWith(Mono.defer(() -> lastWord(id, running)))
            .doFinally(signal -> subscriptions.remove(id, running)));
  }

  private Outlet outlet(FluxSink<Frame> frames) {
    return new SinkOutlet(frames, line.writability());
  }

  /** A subscription must not end without a word while its connection goes on. */
  private Mono<Supplier<WebSocketMessage>> stalled(StalledException reader) {
    end.giveUp(CloseStatus.POLICY_VIOLATION.withReason(String.valueOf(reader.getMessage())));
    return Mono.empty();
  }

  /** In the stream of the subscription's own frames, so that none can come after it. */
  private Mono<Supplier<WebSocketMessage>> lastWord(String id, Running running) {
    boolean asked = !running.over().compareAndSet(false, true);
    if (!asked) {
      return Mono.empty();
    }
    // Before it is told: who has read it may use the name again.
    subscriptions.remove(id, running);
    return Mono.just(message(id, "unsubscribed", NOTHING));
  }

  private void unsubscribe(String id) {
    Running running = subscriptions.get(id);
    if (running == null || !running.over().compareAndSet(false, true)) {
      throw invalid("There is no subscription '" + id + "'");
    }
    running.end().tryEmitEmpty();
  }

  private void reply(String id, ProblemException problem) {
    offer(Flux.just(message(id, "error", problem.document())));
  }

  /** One that its reader has no room for yet waits, be it that it has been ended meanwhile. */
  private void offer(Flux<Supplier<WebSocketMessage>> stream) {
    waiting.incrementAndGet();
    streams
        .tryEmitNext(
            Flux.defer(
                () -> {
                  waiting.decrementAndGet();
                  return stream;
                }))
        .orThrow();
  }

  /** A heartbeat with a position is an update of nothing. */
  private Supplier<WebSocketMessage> message(String id, Frame frame) {
    Frame.Event event = frame.event() == Frame.Event.HEARTBEAT ? Frame.Event.UPDATE : frame.event();
    return message(id, event.text(), frame.body());
  }

  /** The body is the one that all share; what is this subscription's own goes around it. */
  private Supplier<WebSocketMessage> message(String id, String event, byte[] data) {
    return () -> make(id, event, data);
  }

  private WebSocketMessage make(String id, String event, byte[] data) {
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
