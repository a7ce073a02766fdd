package io.tidegauge.query.support;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/** A WebSocket to the live feed; its messages are read by the test's thread alone. */
public final class Socket implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Sinks.Many<String> up = Sinks.many().unicast().onBackpressureBuffer();
  private final BlockingQueue<JsonNode> down = new LinkedBlockingQueue<>();
  private final Map<String, Queue<JsonNode>> sorted = new HashMap<>();
  private final Disposable connection;

  private Socket(int port, String tenant) {
    HttpHeaders headers = new HttpHeaders();
    headers.set("X-Scope-OrgID", tenant);
    connection =
        new ReactorNettyWebSocketClient()
            .execute(
                URI.create("ws://127.0.0.1:" + port + "/api/v1/live/ws"),
                headers,
                session -> {
                  Mono<Void> reading =
                      session
                          .receive()
                          .filter(message -> message.getType() == WebSocketMessage.Type.TEXT)
                          .doOnNext(message -> down.add(Api.json(message.getPayloadAsText())))
                          .then();
                  return session.send(up.asFlux().map(session::textMessage)).and(reading);
                })
            .subscribe();
  }

  /** Opens one. */
  public static Socket open(int port, String tenant) {
    return new Socket(port, tenant);
  }

  /** Sends a text message. */
  public void send(String text) {
    up.tryEmitNext(text).orThrow();
  }

  /** The next message of a subscription. */
  public JsonNode next(String id) {
    Queue<JsonNode> mine = sorted.computeIfAbsent(id, same -> new ArrayDeque<>());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (mine.isEmpty()) {
        JsonNode message = down.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message == null) {
          throw new AssertionError("Nothing came for '" + id + "' within " + PATIENCE);
        }
        sorted
            .computeIfAbsent(message.path("id").asString(), same -> new ArrayDeque<>())
            .add(message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return mine.remove();
  }

  /** How many messages of a subscription have come and were not read. */
  public int waiting(String id) {
    for (JsonNode message = down.poll(); message != null; message = down.poll()) {
      sorted
          .computeIfAbsent(message.path("id").asString(), same -> new ArrayDeque<>())
          .add(message);
    }
    return sorted.getOrDefault(id, new ArrayDeque<>()).size();
  }

  /** Whether the connection has ended, whoever ended it. */
  public boolean isClosed() {
    return connection.isDisposed();
  }

  /** Hangs up. */
  @Override
  public void close() {
    connection.dispose();
  }
}
