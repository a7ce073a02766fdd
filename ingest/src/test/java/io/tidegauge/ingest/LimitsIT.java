package io.tidegauge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidegauge.ingest.admission.HeldBytes;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.Wire;
import io.tidegauge.ingest.testing.Wire.Answer;
import io.tidegauge.ingest.testing.Wire.Point;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/** Senders that are slow, quiet or many take no more than they may. */
class LimitsIT {

  private static final Map<String, String> LIMITS =
      Map.of(
          "server.netty.idle-timeout", "1s",
          "tidegauge.ingest.publish.delivery-timeout", "20s",
          "tidegauge.ingest.http.max-streams", "1",
          "tidegauge.ingest.http.stream-idle", "8s",
          "tidegauge.ingest.http.body-timeout", "2s",
          "tidegauge.ingest.http.max-body", "20KB",
          "tidegauge.ingest.http.max-held", "20KB");

  private static Gateway gateway;

  private final String tenant = Gateway.tenant();

  @BeforeAll
  static void start() {
    gateway = Gateway.start(LIMITS);
    gateway.awaitReady();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aQuietStreamOutlivesTheIdleTimeoutAndAnIdleOneEndsWithItsReason() {
    Sinks.Many<ByteBuf> up = Sinks.many().unicast().onBackpressureBuffer();
    List<String> down = new CopyOnWriteArrayList<>();
    Disposable stream = http2(up.asFlux()).subscribe(down::add);
    up.tryEmitNext(line());
    await().until(() -> down.size() == 1);

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !stream.isDisposed());
    up.tryEmitNext(line());
    await().until(() -> down.size() == 2);
    assertThat(down.get(1)).startsWith("{\"ack\":2,\"accepted\":2");

    await().atMost(Duration.ofSeconds(20)).until(() -> down.size() == 3);
    assertThat(down.get(2)).contains("{\"error\":{\"reason\":\"too_slow\"").contains("\"ack\":2}");
    stream.dispose();
    await().until(() -> gateway.counter("tidegauge_ingest_streams") == 0);
    assertThat(gateway.bean(HeldBytes.class).current()).isZero();
  }

  @Test
  void oneStreamTooManyIsToldToComeAgain() {
    Sinks.Many<ByteBuf> up = Sinks.many().unicast().onBackpressureBuffer();
    List<String> down = new CopyOnWriteArrayList<>();
    Disposable stream = http2(up.asFlux()).subscribe(down::add);
    up.tryEmitNext(line());
    await().until(() -> down.size() == 1);

    HttpResponse<String> refused = post();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.body()).contains("too_many_streams");
    assertThat(gateway.counter("tidegauge_ingest_rejected_samples_total", "too_many_streams"))
        .isPositive();

    up.tryEmitComplete();
    await().until(stream::isDisposed);
    await().until(() -> post().statusCode() == 200);
  }

  @Test
  void aBodyThatDoesNotComeHoldsLittleAndIsGivenUp() throws IOException {
    HeldBytes held = gateway.bean(HeldBytes.class);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      String head = "POST /api/v2/write HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));
      await().until(() -> held.current() == 1024);

      socket.setSoTimeout(10_000);
      byte[] answer = new byte[12];
      assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
    }
    await().until(() -> held.current() == 0);
  }

  @Test
  void aMessageOverGrpcCountsAsHeld() {
    List<Point> few = List.of(Point.of("few", gateway.now(), 1));
    List<Point> many =
        IntStream.range(0, 1000).mapToObj(i -> Point.of("many_" + i, gateway.now(), 1)).toList();

    Answer refused = Wire.OTLP_GRPC.send(gateway, tenant, many);
    Answer taken = Wire.OTLP_GRPC.send(gateway, tenant, few);

    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.message()).contains("holds as many bodies as it may");
    assertThat(taken.status()).isEqualTo(200);
    await().until(() -> gateway.bean(HeldBytes.class).current() == 0);
  }

  private HttpResponse<String> post() {
    return gateway.post(
        "/v1/stream", tenant, "{\"metric\":\"a\",\"value\":1}".getBytes(StandardCharsets.UTF_8));
  }

  private Flux<String> http2(Flux<ByteBuf> body) {
    return HttpClient.create()
        .protocol(HttpProtocol.H2C)
        .headers(headers -> headers.add("X-Scope-OrgID", tenant))
        .post()
        .uri(gateway.uri("/v1/stream"))
        .send((request, out) -> out.send(body, each -> true))
        .responseContent()
        .asString();
  }

  private static ByteBuf line() {
    return Unpooled.copiedBuffer("{\"metric\":\"a\",\"value\":1}\n", StandardCharsets.UTF_8);
  }
}
