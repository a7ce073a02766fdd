package io.tidegauge.ingest.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.StoredSample;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/** The native stream end to end into Kafka, over HTTP/2 and HTTP/1.1. */
class StreamIT {

  private final Gateway gateway = Gateway.shared();
  private final String tenant = Gateway.tenant();
  private final long now = gateway.now();

  @Test
  void linesAreAcknowledgedWhileTheRequestIsOpen() {
    Sinks.Many<ByteBuf> up = Sinks.many().unicast().onBackpressureBuffer();
    List<String> down = new CopyOnWriteArrayList<>();
    Disposable stream = http2(up.asFlux()).subscribe(down::add);

    up.tryEmitNext(
        line("{\"metric\":\"a\",\"labels\":{\"x\":\"y\"},\"ts\":" + now + ",\"value\":1.5}"));
    await().until(() -> !down.isEmpty());
    assertThat(down).containsExactly("{\"ack\":1,\"accepted\":1,\"refused\":0,\"rejected\":[]}\n");
    assertThat(gateway.samples(tenant, 1))
        .singleElement()
        .satisfies(each -> assertThat(each.value()).isEqualTo(1.5));

    up.tryEmitNext(line("{\"metric\":\"b\",\"value\":2,\"kind\":\"counter\",\"unit\":\"s\"}"));
    await().until(() -> down.size() == 2);
    assertThat(down.get(1)).startsWith("{\"ack\":2,\"accepted\":2,");

    up.tryEmitComplete();
    await().until(stream::isDisposed);
    assertThat(gateway.samples(tenant, 2))
        .filteredOn(each -> each.metric().equals("b"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.timestamp()).isBetween(now, gateway.now());
              assertThat(each.kind()).isEqualTo(MetricKind.COUNTER);
              assertThat(each.unit()).isEqualTo("s");
            });
  }

  @Test
  void badLinesAreToldAndTheStreamGoesOn() {
    String body =
        String.join(
            "\n",
            "{\"metric\":\"good\",\"samples\":[[" + now + ",1],[" + (now - 1) + ",2],[1,3]]}",
            "not json",
            "",
            "{\"metric\":\"no name\",\"value\":1}",
            "{\"metric\":\"typo\",\"vlaue\":1}",
            "{\"metric\":\"text\",\"value\":\"abc\"}",
            "{\"metric\":\"inf\",\"value\":\"+Inf\"}",
            "{\"metric\":\"kind\",\"value\":1,\"kind\":\"sum\"}",
            "{\"metric\":\"time\",\"value\":1,\"ts\":\"today\"}",
            "{\"metric\":\"last\",\"value\":4}");

    HttpResponse<String> answer = post(body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    String[] acks = answer.body().split("\n", -1);
    assertThat(acks[acks.length - 2]).startsWith("{\"ack\":10,\"accepted\":3,\"refused\":8,");
    assertThat(answer.body())
        .contains("{\"line\":1,\"reason\":\"too_old\"")
        .contains("{\"line\":2,\"reason\":\"malformed\"")
        .contains("{\"line\":4,\"reason\":\"invalid_name\"")
        .contains("{\"line\":5,\"reason\":\"malformed\",\"message\":\"field 'vlaue' is unknown")
        .contains("{\"line\":6,\"reason\":\"invalid_value\"")
        .contains("{\"line\":7,\"reason\":\"invalid_value\"")
        .contains("{\"line\":8,\"reason\":\"unsupported_type\"")
        .contains("{\"line\":9,\"reason\":\"invalid_timestamp\"");
    assertThat(gateway.samples(tenant, 3))
        .extracting(StoredSample::metric)
        .containsExactlyInAnyOrder("good", "good", "last");
    assertThat(gateway.rejects(tenant, 8))
        .hasSize(8)
        .filteredOn(each -> each.reason() == RejectReason.MALFORMED)
        .extracting(RejectRecord::original)
        .contains("not json".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void observationsOfAProducerAreOneBatchALine() {
    String body =
        "{\"series\":[{\"metric\":\"rt\",\"labels\":{\"p\":\"1\"},\"value\":3,\"kind\":\"observation\"},"
            + "{\"metric\":\"rt\",\"labels\":{\"p\":\"2\"},\"samples\":[["
            + now
            + ",4],["
            + now
            + ",4]],\"kind\":\"observation\"}]}\n"
            + "{\"seq\":99,\"series\":[{\"metric\":\"rt\",\"value\":5,\"kind\":\"observation\"}]}\n"
            + "{\"metric\":\"load\",\"value\":6}\n";
    String[] producer = {
      "Tidegauge-Producer", "p1", "Tidegauge-Epoch", "3", "Tidegauge-Sequence", "40"
    };

    HttpResponse<String> answer = post(body, producer);

    assertThat(answer.body()).contains("{\"ack\":3,\"accepted\":5,\"refused\":0");
    List<StoredSample> stored = gateway.samples(tenant, 5);
    assertThat(stored)
        .filteredOn(each -> each.recordKind() == RecordKind.OBSERVATIONS)
        .extracting(StoredSample::value, StoredSample::producer)
        .containsExactlyInAnyOrder(
            Tuple.tuple(3.0, "p1:3:40"),
            Tuple.tuple(4.0, "p1:3:40"),
            Tuple.tuple(4.0, "p1:3:40"),
            Tuple.tuple(5.0, "p1:3:99"));
    assertThat(stored)
        .filteredOn(each -> each.recordKind() == RecordKind.SAMPLES)
        .extracting(StoredSample::value, StoredSample::producer)
        .containsExactly(Tuple.tuple(6.0, ""));
  }

  @Test
  void anIdempotencyKeyIdentifiesARequestsObservations() {
    byte[] line =
        "{\"metric\":\"rt\",\"value\":3,\"kind\":\"observation\"}".getBytes(StandardCharsets.UTF_8);

    gateway.post("/v1/stream", tenant, line, "Idempotency-Key", "agent-7:2:15");
    gateway.post("/v1/stream", tenant, line);

    assertThat(gateway.samples(tenant, 2))
        .extracting(StoredSample::producer)
        .containsExactlyInAnyOrder("agent-7:2:15:0:0", "");
  }

  @Test
  void aKeyNumbersEveryLineOfABodyInManyBuffersAlikeEachTimeItIsSent() {
    int lines = 3000;
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      body.append("{\"metric\":\"rt\",\"labels\":{\"p\":\"" + i % 7 + "\"},\"ts\":" + now);
      body.append(",\"value\":" + i + ",\"kind\":\"observation\"}\n");
    }
    assertThat(body.length()).isGreaterThan(3 * 64 * 1024);
    Set<Tuple> once =
        IntStream.range(0, lines)
            .mapToObj(i -> Tuple.tuple((double) i, "run-1:0:" + i))
            .collect(Collectors.toSet());

    for (int sent = 1; sent <= 2; sent++) {
      HttpResponse<String> answer = post(body.toString(), "Idempotency-Key", "run-1");

      assertThat(answer.body()).contains("{\"ack\":3000,\"accepted\":3000,\"refused\":0");
      List<StoredSample> stored = gateway.samples(tenant, sent * lines);
      assertThat(stored).hasSize(sent * lines);
      assertThat(
              stored.stream()
                  .map(each -> Tuple.tuple(each.value(), each.producer()))
                  .collect(Collectors.toSet()))
          .isEqualTo(once);
    }
  }

  @Test
  void aSequenceThatIsNoneRefusesItsLine() {
    String body =
        "{\"seq\":-2000,\"metric\":\"a\",\"value\":1,\"kind\":\"observation\"}\n"
            + "{\"seq\":99999999999999999999,\"metric\":\"b\",\"value\":1}\n"
            + "{\"metric\":\"c\",\"value\":1,\"kind\":\"observation\"}\n";

    HttpResponse<String> answer = post(body, "Tidegauge-Producer", "p2");

    assertThat(answer.body())
        .contains("{\"ack\":3,\"accepted\":1,\"refused\":2")
        .contains(
            "{\"line\":1,\"reason\":\"malformed\",\"message\":\"seq is an integer of 0 or more")
        .contains("{\"line\":2,\"reason\":\"malformed\"");
    assertThat(gateway.samples(tenant, 1))
        .extracting(StoredSample::producer)
        .containsExactly("p2:0:2");
    assertThat(gateway.rejects(tenant, 2)).hasSize(2);
  }

  @Test
  void negativeSequencesInHeadersAreRefused() {
    String line = "{\"metric\":\"a\",\"value\":1}";
    HttpResponse<String> header =
        post(line, "Tidegauge-Producer", "p", "Tidegauge-Sequence", "-2000");
    HttpResponse<String> key =
        gateway.post(
            "/api/v2/write",
            tenant,
            "a v=1".getBytes(StandardCharsets.UTF_8),
            "Idempotency-Key",
            "p:0:-2000");

    assertThat(header.statusCode()).isEqualTo(400);
    assertThat(header.body()).contains("Tidegauge-Sequence is an integer of 0 or more");
    assertThat(key.statusCode()).isEqualTo(400);
    assertThat(key.body()).contains("numbers of 0 or more");
    assertThat(gateway.samples(tenant, 0)).isEmpty();
  }

  @Test
  void anIdentifiedLineThatIsTooLargeIsRefusedInTheRejectsAndTheStreamGoesOn() {
    String samples =
        IntStream.range(0, 56_000)
            .mapToObj(i -> "[" + now + ",1]")
            .collect(Collectors.joining(","));
    String body =
        "{\"metric\":\"rt\",\"kind\":\"observation\",\"samples\":["
            + samples
            + "]}\n{\"metric\":\"next\",\"value\":1,\"kind\":\"observation\"}\n";

    HttpResponse<String> answer = post(body, "Tidegauge-Producer", "p3");

    assertThat(answer.body())
        .contains("{\"line\":1,\"reason\":\"body_too_large\"")
        .contains("\"ack\":2,\"accepted\":1,\"refused\":56000");
    assertThat(gateway.rejects(tenant, 1))
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).isEqualTo(RejectReason.BODY_TOO_LARGE));
    assertThat(gateway.samples(tenant, 1))
        .extracting(StoredSample::producer)
        .containsExactly("p3:0:1");
  }

  @Test
  void aKeyAndAProducerAreRefusedTogether() {
    HttpResponse<String> answer =
        post("{\"metric\":\"a\",\"value\":1}", "Idempotency-Key", "k", "Tidegauge-Producer", "p");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("send Tidegauge-Producer or Idempotency-Key, not both");
  }

  @Test
  void theGatewayStopsReadingWhenItsAcknowledgementsAreNotRead() {
    int all = 200_000;
    AtomicInteger sent = new AtomicInteger();
    Flux<ByteBuf> lines =
        Flux.range(0, all)
            .map(
                i ->
                    line(
                        "{\"metric\":\"many\",\"labels\":{\"i\":\""
                            + i % 100
                            + "\"},\"value\":"
                            + i
                            + "}"))
            .doOnNext(each -> sent.incrementAndGet());
    LazyReader reader = new LazyReader();
    http2(lines).subscribe(reader);

    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(new Unchanged(sent)::check);
    int stalledAt = sent.get();
    assertThat(stalledAt).isGreaterThan(0).isLessThan(all);

    reader.request(Long.MAX_VALUE);
    await().atMost(Duration.ofSeconds(60)).until(() -> sent.get() > stalledAt);
    reader.cancel();
  }

  @Test
  void aLineOverTheLimitIsRefusedAndTheNextIsRead() {
    String body =
        "{\"metric\":\"long\",\"help\":\""
            + "x".repeat(2 << 20)
            + "\",\"value\":1}\n"
            + "{\"metric\":\"next\",\"value\":2}\n";

    HttpResponse<String> answer = post(body);

    assertThat(answer.body())
        .contains("{\"line\":1,\"reason\":\"body_too_large\"")
        .contains("\"ack\":2");
    assertThat(gateway.samples(tenant, 1)).extracting(StoredSample::metric).containsExactly("next");
  }

  private HttpResponse<String> post(String body, String... headers) {
    return gateway.post("/v1/stream", tenant, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private Flux<String> http2(Publisher<ByteBuf> body) {
    return HttpClient.create()
        .protocol(HttpProtocol.H2C)
        .headers(headers -> headers.add("X-Scope-OrgID", tenant))
        .post()
        .uri(gateway.uri("/v1/stream"))
        .send((request, out) -> out.send(body, each -> true))
        .responseContent()
        .asString();
  }

  private static ByteBuf line(String text) {
    return Unpooled.copiedBuffer(text + "\n", StandardCharsets.UTF_8);
  }

  /** Reads nothing until it is told to. */
  private static final class LazyReader extends BaseSubscriber<String> {
    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      // Nothing is asked for yet.
    }
  }

  /** Whether a number is above zero and the same as at the last two looks. */
  private static final class Unchanged {
    private final AtomicInteger number;
    private int last;
    private int times;

    Unchanged(AtomicInteger number) {
      this.number = number;
    }

    boolean check() {
      int current = number.get();
      times = current > 0 && current == last ? times + 1 : 0;
      last = current;
      return times >= 4;
    }
  }
}
