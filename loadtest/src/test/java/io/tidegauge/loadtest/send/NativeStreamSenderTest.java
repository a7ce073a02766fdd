package io.tidegauge.loadtest.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/** The native stream, against a server that gives up after four lines of its first request. */
class NativeStreamSenderTest {

  @Test
  void whatWasNotAcknowledgedIsSentAgainUnderTheSameNumbers() {
    List<String> requests = Collections.synchronizedList(new ArrayList<>());
    DisposableServer server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .protocol(HttpProtocol.H2C)
            .route(
                routes ->
                    routes.post(
                        "/v1/stream",
                        (request, response) ->
                            request
                                .receive()
                                .aggregate()
                                .asString()
                                .flatMap(
                                    body -> {
                                      long lines = body.lines().count();
                                      boolean first = requests.isEmpty();
                                      requests.add(
                                          request.requestHeaders().get("Tidegauge-Producer")
                                              + " from "
                                              + request.requestHeaders().get("Tidegauge-Sequence")
                                              + ": "
                                              + lines);
                                      return response
                                          .sendString(Flux.fromIterable(answer(first, lines)))
                                          .then();
                                    })
                                .then(Mono.empty())))
            .bindNow();
    try {
      HttpCalls calls = new HttpCalls(URI.create("http://127.0.0.1:" + server.port()), "", 3);
      NativeStreamSender sender = new NativeStreamSender(calls, "p");

      Outcome outcome =
          Objects.requireNonNull(sender.send(samples(9 * NativeStreamSender.BATCH + 1)).block());
      Outcome next =
          Objects.requireNonNull(sender.send(samples(2 * NativeStreamSender.BATCH)).block());

      assertThat(requests).containsExactly("p from 0: 10", "p from 4: 6", "p from 10: 2");
      assertThat(outcome.accepted()).isEqualTo(9);
      assertThat(outcome.refused()).isEqualTo(1);
      assertThat(outcome.messages()).containsExactly("too_old: send it sooner");
      assertThat(next.accepted()).isEqualTo(2);
    } finally {
      server.disposeNow();
    }
  }

  private static List<String> answer(boolean first, long lines) {
    return first
        ? List.of(
            "{\"ack\":3,\"accepted\":3,\"refused\":0,\"rejected\":[]}\n{\"ack\":4,",
            "\"accepted\":3,\"refused\":1,\"rejected\":[{\"line\":4,\"reason\":\"too_old\",",
            "\"message\":\"send it sooner\"}]}\n{\"error\":{\"reason\":\"unavailable\",\"message\":\"later\"},\"ack\":4}\n")
        : List.of(
            "{\"ack\":%d,\"accepted\":%d,\"refused\":0,\"rejected\":[]}\n".formatted(lines, lines));
  }

  private static List<LoadSample> samples(int count) {
    LoadSeries series = new LoadSeries("latency", new TreeMap<>(), Kind.OBSERVATION);
    return IntStream.range(0, count).mapToObj(i -> new LoadSample(series, i, i)).toList();
  }
}
