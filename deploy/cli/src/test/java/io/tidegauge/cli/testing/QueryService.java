package io.tidegauge.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server that answers with given bodies, for what no real service does when it is asked to:
 * states that are bad, fields that are absent, streams that break.
 */
public final class QueryService implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private record Answer(int status, String type, String body) {}

  /** Answers one request. */
  @FunctionalInterface
  public interface Handler {

    /** Writes the answer; the exchange is closed after it. */
    void handle(HttpExchange exchange) throws IOException;
  }

  /** Starts on a free port; it knows nothing yet. */
  public QueryService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers a path with JSON. */
  public QueryService json(String path, String body) {
    answers.put(path, new Answer(200, "application/json", body));
    return this;
  }

  /** Refuses a path with a problem document. */
  public QueryService problem(String path, int status, String detail) {
    String body = "{\"type\":\"urn:tidegauge:problem:test\",\"detail\":\"" + detail + "\"}";
    answers.put(path, new Answer(status, "application/problem+json", body));
    return this;
  }

  /** Has a path answered by a handler. */
  public QueryService stream(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          try (exchange) {
            handler.handle(exchange);
          }
        });
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    String path = exchange.getRequestURI().getPath();
    Answer answer =
        answers.getOrDefault(
            path,
            new Answer(
                404,
                "application/problem+json",
                "{\"detail\":\"There is no " + path + "; see the document\"}"));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Its address. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Paths and queries, in the order in which they came. */
  public List<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
