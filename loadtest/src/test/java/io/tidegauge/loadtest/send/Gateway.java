package io.tidegauge.loadtest.send;

import io.prometheus.write.v2.Request;
import io.prometheus.write.v2.TimeSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.xerial.snappy.Snappy;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A server on a free port that takes requests as a gateway does, and keeps what came. */
final class Gateway implements AutoCloseable {

  private final DisposableServer server;
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final List<String> tenants = Collections.synchronizedList(new ArrayList<>());
  private final java.util.concurrent.atomic.AtomicInteger calls =
      new java.util.concurrent.atomic.AtomicInteger();
  private final IntUnaryOperator status;

  /** Answers the n-th call, from 0, with {@code status}. */
  Gateway(IntUnaryOperator status) {
    this.status = status;
    this.server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .protocol(HttpProtocol.H2C, HttpProtocol.HTTP11)
            .route(
                routes ->
                    routes
                        .post("/api/v1/write", this::remoteWrite)
                        .post("/write", this::lineProtocol))
            .bindNow();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Series that were taken, as name, labels and samples. */
  List<String> series() {
    List<String> all = new ArrayList<>();
    for (Request request : requests) {
      for (TimeSeries series : request.getTimeseriesList()) {
        StringBuilder text = new StringBuilder();
        series.getLabelsRefsList().forEach(ref -> text.append(request.getSymbols(ref)).append(' '));
        series
            .getSamplesList()
            .forEach(
                s -> text.append(s.getTimestamp()).append('=').append(s.getValue()).append(' '));
        all.add(text.toString().strip());
      }
    }
    return all;
  }

  List<String> lines() {
    return lines;
  }

  List<String> tenants() {
    return tenants;
  }

  int calls() {
    return calls.get();
  }

  private Mono<Void> remoteWrite(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .aggregate()
        .asByteArray()
        .flatMap(
            body -> {
              int answer = status.applyAsInt(calls.getAndIncrement());
              tenants.add(String.valueOf(request.requestHeaders().get("X-Scope-OrgID")));
              if (answer < 300) {
                requests.add(parse(body));
              }
              return response
                  .status(answer)
                  .header("X-Prometheus-Remote-Write-Samples-Written", answer < 300 ? "1" : "0")
                  .sendString(Mono.just(answer < 300 ? "" : "too_old: send newer samples"))
                  .then();
            });
  }

  private Mono<Void> lineProtocol(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .flatMap(
            body -> {
              lines.add(request.uri());
              body.lines().forEach(lines::add);
              return response.status(status.applyAsInt(calls.getAndIncrement())).send().then();
            });
  }

  private static Request parse(byte[] body) {
    try {
      return Request.parseFrom(Snappy.uncompress(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.disposeNow();
  }
}
