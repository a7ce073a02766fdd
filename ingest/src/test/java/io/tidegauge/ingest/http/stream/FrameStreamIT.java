package io.tidegauge.ingest.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.prometheus.write.v2.Histogram;
import io.prometheus.write.v2.Metadata;
import io.prometheus.write.v2.Request;
import io.prometheus.write.v2.Sample;
import io.prometheus.write.v2.TimeSeries;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.ingest.admission.HeldBytes;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.RemoteWrite;
import io.tidegauge.ingest.testing.RemoteWrite.V2Builder;
import io.tidegauge.ingest.testing.StoredSample;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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

/** Frames of Remote-Write 2.0 over the native stream, with messages that are not ours. */
class FrameStreamIT {

  private final Gateway gateway = Gateway.shared();
  private final String tenant = Gateway.tenant();
  private final long now = gateway.now();

  @Test
  void framesAreAcknowledgedWhileTheRequestIsOpen() {
    Sinks.Many<ByteBuf> up = Sinks.many().unicast().onBackpressureBuffer();
    List<String> down = new CopyOnWriteArrayList<>();
    Disposable stream = http2(up.asFlux()).subscribe(down::add);
    byte[] second = RemoteWrite.frames(counter("b_total", 2));

    up.tryEmitNext(Unpooled.wrappedBuffer(RemoteWrite.frames(gauge("a", 1.5))));
    await().until(() -> down.size() == 1);
    assertThat(down).containsExactly("{\"ack\":1,\"accepted\":1,\"refused\":0,\"rejected\":[]}\n");
    assertThat(gateway.samples(tenant, 1))
        .extracting(StoredSample::metric, StoredSample::value, StoredSample::kind)
        .containsExactly(Tuple.tuple("a", 1.5, MetricKind.GAUGE));

    up.tryEmitNext(Unpooled.copiedBuffer(second, 0, 7));
    up.tryEmitNext(Unpooled.copiedBuffer(second, 7, second.length - 7));
    await().until(() -> down.size() == 2);
    assertThat(down.get(1)).startsWith("{\"ack\":2,\"accepted\":2,");

    up.tryEmitNext(Unpooled.wrappedBuffer(new byte[] {0})); // keeps it open
    await().until(() -> down.size() == 3);
    assertThat(down.get(2)).startsWith("{\"ack\":3,\"accepted\":2,");

    up.tryEmitComplete();
    await().until(stream::isDisposed);
    assertThat(gateway.samples(tenant, 2))
        .filteredOn(each -> each.metric().equals("b_total"))
        .extracting(StoredSample::value, StoredSample::kind, StoredSample::unit)
        .containsExactly(Tuple.tuple(2.0, MetricKind.COUNTER, "s"));
    assertThat(gateway.bean(HeldBytes.class).current()).isZero();
  }

  /** What counts a resend once is the same in both: series and time, or the batch. */
  @Test
  void whatIsSentAgainHasTheSameIdentity() {
    byte[] events = RemoteWrite.frames(gauge("rt", 3), gauge("rt", 4), gauge("rt", 4));
    byte[] gauges = RemoteWrite.frames(gauge("load", 7));
    String[] producer = {
      "Tidegauge-Producer", "p1",
      "Tidegauge-Epoch", "3",
      "Tidegauge-Sequence", "40",
      "Tidegauge-Kind", "observation"
    };

    for (int sent = 1; sent <= 2; sent++) {
      assertThat(post(events, producer).body()).contains("{\"ack\":3,\"accepted\":3,\"refused\":0");
      assertThat(post(gauges).body()).contains("{\"ack\":1,\"accepted\":1,\"refused\":0");

      List<StoredSample> stored = gateway.samples(tenant, sent * 4);
      assertThat(stored).hasSize(sent * 4);
      assertThat(stored)
          .filteredOn(each -> each.recordKind() == RecordKind.OBSERVATIONS)
          .extracting(StoredSample::value, StoredSample::timestamp, StoredSample::producer)
          .containsOnly(
              Tuple.tuple(3.0, now, "p1:3:40"),
              Tuple.tuple(4.0, now, "p1:3:41"),
              Tuple.tuple(4.0, now, "p1:3:42"))
          .hasSize(sent * 3);
      assertThat(stored)
          .filteredOn(each -> each.recordKind() == RecordKind.SAMPLES)
          .extracting(StoredSample::value, StoredSample::timestamp, StoredSample::producer)
          .containsOnly(Tuple.tuple(7.0, now, ""))
          .hasSize(sent);
    }
  }

  @Test
  void aKeyNumbersEveryFrameOfABodyInManyBuffers() {
    int frames = 2000;
    Request[] all = new Request[frames];
    Arrays.setAll(all, i -> gauge("rt", i, "pad", "x".repeat(100)));

    HttpResponse<String> answer =
        post(RemoteWrite.frames(all), "Idempotency-Key", "run-1", "Tidegauge-Kind", "observation");

    assertThat(answer.body()).contains("{\"ack\":2000,\"accepted\":2000,\"refused\":0");
    assertThat(gateway.samples(tenant, frames))
        .hasSize(frames)
        .allSatisfy(
            each -> assertThat(each.producer()).isEqualTo("run-1:0:" + (long) each.value()));
  }

  @Test
  void histogramsOfAStreamOfObservationsStayCounters() {
    V2Builder request = new V2Builder();
    Histogram.Builder histogram =
        Histogram.newBuilder().setTimestamp(now).setCountInt(1).setSum(2).setZeroCountInt(1);
    request.add(request.series("rpc_seconds").addHistograms(histogram));

    post(RemoteWrite.frames(request.build()), "Tidegauge-Kind", "observation");

    assertThat(gateway.samples(tenant, 3))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.recordKind()).isEqualTo(RecordKind.SAMPLES));
  }

  @Test
  void badFramesAreToldAndTheStreamGoesOn() {
    double malformed = malformed();
    V2Builder partly = new V2Builder();
    partly.add(partly.series("good").addSamples(sample(now, 1)));
    partly.add(partly.series("no name").addSamples(sample(now, 2)));
    partly.add(
        TimeSeries.newBuilder().addLabelsRefs(77).addLabelsRefs(78).addSamples(sample(now, 3)));
    partly.add(partly.series("good2").addSamples(sample(now, 4)).addSamples(sample(1, 5)));
    byte[] junk = "\u0003\u0001\u0002\u0003".getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(RemoteWrite.frames(partly.build()));
    body.writeBytes(junk);
    body.writeBytes(RemoteWrite.frames(gauge("last", 6)));

    HttpResponse<String> answer = post(body.toByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(answer.body())
        .contains("{\"ack\":3,\"accepted\":3,\"refused\":4,")
        .contains("{\"frame\":1,\"reason\":\"invalid_name\"")
        .contains(
            "{\"frame\":1,\"reason\":\"malformed\",\"message\":\"a series refers to symbol 77")
        .contains("{\"frame\":1,\"reason\":\"too_old\"")
        .contains("{\"frame\":2,\"reason\":\"malformed\"");
    assertThat(gateway.samples(tenant, 3))
        .extracting(StoredSample::metric)
        .containsExactlyInAnyOrder("good", "good2", "last");
    assertThat(malformed()).isEqualTo(malformed + 2);
    assertThat(gateway.rejects(tenant, 4))
        .hasSize(4)
        .allSatisfy(each -> assertThat(each.protocol()).isEqualTo("stream_frames"))
        .extracting(RejectRecord::original)
        .contains(new byte[] {1, 2, 3});
  }

  @Test
  void aFrameOverTheLimitIsRefusedAndTheNextIsRead() {
    HttpResponse<String> answer =
        post(RemoteWrite.frames(gauge("a", 1, "pad", "x".repeat(2 << 20)), gauge("next", 2)));

    assertThat(answer.body())
        .contains("{\"frame\":1,\"reason\":\"body_too_large\",\"message\":\"the frame has 2097")
        .contains("{\"ack\":2,\"accepted\":1,\"refused\":1");
    assertThat(gateway.samples(tenant, 1)).extracting(StoredSample::metric).containsExactly("next");
  }

  @Test
  void aBodyThatEndsInsideAFrameLosesNoFrameBefore() {
    double malformed = malformed();
    byte[] body = RemoteWrite.frames(gauge("a", 1), gauge("b", 2), gauge("c", 3));

    HttpResponse<String> answer = post(Arrays.copyOf(body, body.length - 4));

    String[] lines = answer.body().split("\n", -1);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(lines[lines.length - 3]).startsWith("{\"ack\":2,\"accepted\":2,\"refused\":0");
    assertThat(lines[lines.length - 2])
        .startsWith(
            "{\"error\":{\"reason\":\"malformed\",\"message\":\"the body ends inside frame 3")
        .endsWith("\"ack\":2}");
    assertThat(gateway.samples(tenant, 2))
        .extracting(StoredSample::metric)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(malformed()).isEqualTo(malformed + 1);
    assertThat(gateway.rejects(tenant, 1))
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).isEqualTo(RejectReason.MALFORMED));
  }

  @Test
  void aBodyOfNothingButAPartOfAFrameIsAProblem() {
    HttpResponse<String> answer = post(Arrays.copyOf(RemoteWrite.frames(gauge("a", 1)), 9));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("the body ends inside frame 1, after byte 8 of its");
    assertThat(gateway.rejects(tenant, 1)).hasSize(1);
  }

  @Test
  void aKindIsObservationOrLeftToTheMetadata() {
    byte[] line = "{\"metric\":\"a\",\"value\":1}".getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> gauge = post(RemoteWrite.frames(gauge("a", 1)), "Tidegauge-Kind", "gauge");
    HttpResponse<String> lines =
        gateway.post("/v1/stream", tenant, line, "Tidegauge-Kind", "observation");

    assertThat(gauge.statusCode()).isEqualTo(400);
    assertThat(gauge.body()).contains("Tidegauge-Kind is 'observation' or absent, not 'gauge'");
    assertThat(lines.statusCode()).isEqualTo(400);
    assertThat(lines.body()).contains("a line has its own field 'kind'");
  }

  @Test
  void theGatewayStopsReadingWhenItsAcknowledgementsAreNotRead() {
    int all = 400_000;
    byte[] frame = RemoteWrite.frames(gauge("many", 1));
    AtomicInteger sent = new AtomicInteger();
    Flux<ByteBuf> frames =
        Flux.range(0, all)
            .map(i -> Unpooled.wrappedBuffer(frame))
            .doOnNext(each -> sent.incrementAndGet());
    LazyReader reader = new LazyReader();
    http2(frames).subscribe(reader);

    AtomicInteger before = new AtomicInteger(-1);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> before.getAndSet(sent.get()) == sent.get() && sent.get() > 0);
    int stalledAt = sent.get();
    assertThat(stalledAt).isLessThan(all);
    assertThat(gateway.bean(HeldBytes.class).current()).isLessThan(8 << 20);

    reader.request(Long.MAX_VALUE);
    await().atMost(Duration.ofSeconds(60)).until(() -> sent.get() > stalledAt);
    reader.cancel();
    await().until(() -> gateway.bean(HeldBytes.class).current() == 0);
  }

  private double malformed() {
    return gateway.counter(
        "tidegauge_ingest_rejected_samples_total", "stream_frames", "\"malformed\"");
  }

  private Request gauge(String metric, double value, String... labels) {
    V2Builder request = new V2Builder();
    request.add(request.series(metric, labels).addSamples(sample(now, value)));
    return request.build();
  }

  private Request counter(String metric, double value) {
    V2Builder request = new V2Builder();
    Metadata.Builder metadata =
        Metadata.newBuilder()
            .setType(Metadata.MetricType.METRIC_TYPE_COUNTER)
            .setUnitRef(request.symbol("s"));
    request.add(request.series(metric).setMetadata(metadata).addSamples(sample(now, value)));
    return request.build();
  }

  private static Sample sample(long timestamp, double value) {
    return Sample.newBuilder().setTimestamp(timestamp).setValue(value).build();
  }

  private HttpResponse<String> post(byte[] body, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = RemoteWrite.V2;
    return gateway.post("/v1/stream", tenant, body, all);
  }

  private Flux<String> http2(Publisher<ByteBuf> body) {
    return HttpClient.create()
        .protocol(HttpProtocol.H2C)
        .headers(
            headers -> headers.add("X-Scope-OrgID", tenant).add("Content-Type", RemoteWrite.V2))
        .post()
        .uri(gateway.uri("/v1/stream"))
        .send((request, out) -> out.send(body, each -> true))
        .responseContent()
        .asString();
  }

  /** Reads nothing until it is told to. */
  private static final class LazyReader extends BaseSubscriber<String> {
    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      // Nothing is asked for yet.
    }
  }
}
