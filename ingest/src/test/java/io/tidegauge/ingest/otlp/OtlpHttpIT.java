package io.tidegauge.ingest.otlp;

import static io.tidegauge.ingest.otlp.Otlp.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.StoredSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;

class OtlpHttpIT {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  private final Gateway gateway = Gateway.shared();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void sdkExporterDelivers() {
    String tenant = Gateway.tenant();

    SdkMetrics.export(
        OtlpHttpMetricExporter.builder()
            .setEndpoint(gateway.uri("/v1/metrics").toString())
            .addHeader("X-Scope-OrgID", tenant)
            .setCompression("gzip")
            .build());

    SdkMetrics.assertDelivered(gateway.samples(tenant, SdkMetrics.SAMPLES));
  }

  @Test
  void answersInTheRequestsEncoding() throws IOException, InterruptedException {
    byte[] binary = request(point(1)).toByteArray();

    HttpResponse<byte[]> protobuf = post(Gateway.tenant(), binary, PROTOBUF, "");
    HttpResponse<byte[]> json = post(Gateway.tenant(), jsonGauge("1"), JSON + ";charset=utf-8", "");

    assertThat(protobuf.statusCode()).isEqualTo(200);
    assertThat(protobuf.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
    assertThat(ExportMetricsServiceResponse.parseFrom(protobuf.body()).hasPartialSuccess())
        .isFalse();
    assertThat(json.statusCode()).isEqualTo(200);
    assertThat(json.headers().firstValue("Content-Type")).hasValue(JSON);
    assertThat(json.body()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
  }

  /** With prior knowledge, as gRPC's relatives do; many requests share a connection. */
  @Test
  void isTakenOverHttp2() {
    String tenant = Gateway.tenant();
    byte[] body = request(point(1)).toByteArray();

    HttpResponseStatus status =
        reactor.netty.http.client.HttpClient.create()
            .protocol(HttpProtocol.H2C)
            .headers(headers -> headers.add("X-Scope-OrgID", tenant).add("Content-Type", PROTOBUF))
            .post()
            .uri(gateway.uri("/v1/metrics"))
            .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
            .responseSingle(
                (answer, bytes) -> {
                  assertThat(answer.version().text()).isEqualTo("HTTP/2.0");
                  return Mono.just(answer.status());
                })
            .block(Duration.ofSeconds(30));

    assertThat(status).isEqualTo(HttpResponseStatus.OK);
    assertThat(gateway.samples(tenant, 1)).hasSize(1);
  }

  @Test
  void jsonAndGzipArriveInTheLog() throws IOException, InterruptedException {
    String tenant = Gateway.tenant();

    HttpResponse<byte[]> answer = post(tenant, gzip(jsonGauge("0.25")), JSON, "gzip");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(gateway.samples(tenant, 1))
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.metric()).isEqualTo("load_ratio");
              assertThat(sample.value()).isEqualTo(0.25);
              assertThat(sample.unit()).isEqualTo("ratio");
            });
  }

  @Test
  void partialSuccessKeepsTheGoodAndSaysWhatWasRefused() throws IOException, InterruptedException {
    String tenant = Gateway.tenant();
    ExportMetricsServiceRequest request =
        request(
            point(1),
            point(Double.POSITIVE_INFINITY),
            point(2).setTimeUnixNano(nanos(3_600_000)),
            point(3).setTimeUnixNano(0),
            point(4).setTimeUnixNano(1_000_000_000L));

    HttpResponse<byte[]> answer = post(tenant, request.toByteArray(), PROTOBUF, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    ExportMetricsServiceResponse response = ExportMetricsServiceResponse.parseFrom(answer.body());
    assertThat(response.getPartialSuccess().getRejectedDataPoints()).isEqualTo(4);
    assertThat(response.getPartialSuccess().getErrorMessage())
        .contains("invalid_value", "too_far_in_future", "invalid_timestamp", "too_old");
    assertThat(gateway.samples(tenant, 1)).extracting(StoredSample::value).containsExactly(1.0);
    assertThat(gateway.rejects(tenant, 4))
        .extracting(RejectRecord::reason)
        .containsExactlyInAnyOrder(
            RejectReason.INVALID_VALUE,
            RejectReason.TOO_FAR_IN_FUTURE,
            RejectReason.INVALID_TIMESTAMP,
            RejectReason.TOO_OLD);
  }

  @Test
  void whereNothingIsTakenItIsBadData() throws IOException, InterruptedException {
    byte[] request = request(point(Double.POSITIVE_INFINITY)).toByteArray();

    HttpResponse<byte[]> answer = post(Gateway.tenant(), request, PROTOBUF, "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(com.google.rpc.Status.parseFrom(answer.body()).getMessage())
        .contains("invalid_value");
  }

  static Stream<Arguments> badRequests() throws IOException {
    byte[] good = request(point(1)).toByteArray();
    byte[] cut = new byte[good.length - 3];
    System.arraycopy(good, 0, cut, 0, cut.length);
    byte[] junk = text("neither this nor that");
    byte[] bomb = gzip(new byte[64 << 20]);
    byte[] json = text("{\"resourceMetrics\": [");
    return Stream.of(
        arguments("truncated protobuf", cut, PROTOBUF, "", 400, "byte"),
        arguments("no protobuf", junk, PROTOBUF, "", 400, "malformed"),
        arguments("broken JSON", json, JSON, "", 400, "JSON at line 1"),
        arguments("JSON of another shape", text("[1]"), JSON, "", 400, "JSON object"),
        arguments("JSON as protobuf", jsonGauge("1"), PROTOBUF, "", 400, "malformed"),
        arguments("no gzip", good, PROTOBUF, "gzip", 400, "gzip"),
        arguments("unknown coding", good, PROTOBUF, "br", 415, "Content-Encoding"),
        arguments("no content type", good, "", "", 415, "Content-Type"),
        arguments("another content type", good, "text/plain", "", 415, "Content-Type"),
        arguments("nonsense as content type", good, "///", "", 415, "Content-Type"),
        arguments("a bomb", bomb, PROTOBUF, "gzip", 413, "larger than"),
        arguments("too large", new byte[40 << 20], PROTOBUF, "", 413, "larger than"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRequests")
  void badRequestsAreToldWhatIsWrong(
      String name, byte[] body, String contentType, String encoding, int status, String message)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = post(Gateway.tenant(), body, contentType, encoding);

    assertThat(answer.statusCode()).isEqualTo(status);
    String told = message(answer);
    assertThat(told).contains(message).doesNotContain("Exception").doesNotContain("\tat ");
  }

  @Test
  void badTenantIsTold() throws IOException, InterruptedException {
    byte[] request = request(point(1)).toByteArray();

    HttpResponse<byte[]> answer = post("no/tenant", request, PROTOBUF, "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(message(answer)).contains("X-Scope-OrgID");
  }

  @Test
  void otherMethodsAreTold() throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(gateway.uri("/v1/metrics")).GET().build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    assertThat(message(answer)).contains("POST");
  }

  @Test
  void logThatIsAwayIsToBeTriedAgain() throws IOException, InterruptedException {
    // Nothing listens on port 1.
    try (Gateway alone =
        Gateway.at("127.0.0.1:1", Map.of("tidegauge.ingest.publish.delivery-timeout", "200ms"))) {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(alone.uri("/v1/metrics"))
                  .header("Content-Type", PROTOBUF)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(request(point(1)).toByteArray()))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(com.google.rpc.Status.parseFrom(answer.body()).getCode()).isEqualTo(14);
    }
  }

  private static String message(HttpResponse<byte[]> answer) throws InvalidProtocolBufferException {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    return type.equals(PROTOBUF)
        ? com.google.rpc.Status.parseFrom(answer.body()).getMessage()
        : new String(answer.body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> post(String tenant, byte[] body, String contentType, String encoding)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri("/v1/metrics"))
            .header("X-Scope-OrgID", tenant)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    if (!encoding.isEmpty()) {
      request.header("Content-Encoding", encoding);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static ExportMetricsServiceRequest request(NumberDataPoint.Builder... points) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (NumberDataPoint.Builder point : points) {
      gauge.addDataPoints(point);
    }
    Metric metric = Otlp.metric("load", "1").setGauge(gauge).build();
    return Otlp.request(List.of(attribute("service.name", "it")), metric);
  }

  private static NumberDataPoint.Builder point(double value) {
    return NumberDataPoint.newBuilder().setTimeUnixNano(nanos(0)).setAsDouble(value);
  }

  private static byte[] jsonGauge(String value) {
    return text(
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"load\",\"unit\":\"1\","
            + "\"gauge\":{\"dataPoints\":[{\"timeUnixNano\":\""
            + nanos(0)
            + "\",\"asDouble\":"
            + value
            + "}]}}]}]}]}");
  }

  /** The gateway's time and some. */
  private static long nanos(long millisAhead) {
    return (Gateway.shared().now() + millisAhead) * 1_000_000;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
