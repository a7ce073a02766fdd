package io.tidegauge.loadtest.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * What a peer tells of itself over HTTP, at the paths of Tidegauge's services: whether it is ready,
 * and how many samples it put into windows. Thread-safe.
 */
public final class Progress {

  private static final LongAdder SAMPLES = new LongAdder();

  private Progress() {}

  /** A sample is in its window. */
  public static void sample() {
    SAMPLES.increment();
  }

  /** Begins to answer. */
  public static void serve(int port, BooleanSupplier ready) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/actuator/health/readiness",
        exchange -> answer(exchange, ready.getAsBoolean() ? 200 : 503, ""));
    server.createContext(
        "/actuator/prometheus",
        exchange -> answer(exchange, 200, "peer_samples_total " + SAMPLES.sum() + "\n"));
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
