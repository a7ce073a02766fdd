package io.tidegauge.loadtest.bench.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.write.v1.TimeSeries;
import io.prometheus.write.v1.WriteRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.xerial.snappy.Snappy;

/** An HTTP server that keeps what it is sent. Thread-safe. */
final class Receiver implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<List<?>, List<Long>> timestamps = new HashMap<>();
  private final IntFunction<Answer> answers;
  private int requests;

  /** What it says; {@code chunked} as a body of unknown length. */
  record Answer(int status, String body, boolean chunked) {}

  Receiver(IntFunction<Answer> answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/write", this::take);
    server.start();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
  }

  /** Timestamps by series, in the order in which they came. */
  synchronized Map<List<?>, List<Long>> timestamps() {
    return Map.copyOf(timestamps);
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Answer answer = keep(WriteRequest.parseFrom(Snappy.uncompress(body)));
    byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(
        answer.status(), answer.chunked() ? 0 : text.length == 0 ? -1 : text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private synchronized Answer keep(WriteRequest request) {
    Answer answer = answers.apply(requests++);
    if (answer.status() / 100 == 2) {
      for (TimeSeries series : request.getTimeseriesList()) {
        List<Long> own =
            timestamps.computeIfAbsent(series.getLabelsList(), labels -> new ArrayList<>());
        series.getSamplesList().forEach(sample -> own.add(sample.getTimestamp()));
      }
    }
    return answer;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
