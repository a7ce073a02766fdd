package io.tidegauge.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.RemoteWrite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a request is told in its protocol's way; it is never the gateway's fault. */
class BadInputIT {

  private static final byte[] JUNK = text("\u0001\u0002junk that is nothing");

  private final Gateway gateway = Gateway.shared();

  static Stream<Arguments> requests() throws IOException {
    String v1 = RemoteWrite.V1;
    String v2 = RemoteWrite.V2;
    return Stream.of(
        // path, body, content type, content encoding, status, reason
        arguments("/api/v1/write", JUNK, v2, "snappy", 400, "malformed"),
        arguments("/api/v1/write", RemoteWrite.snappy(JUNK), v2, "snappy", 400, "malformed"),
        arguments("/api/v1/write", RemoteWrite.snappy(JUNK), v1, "snappy", 400, "malformed"),
        arguments("/api/v1/write", JUNK, v2, "gzip", 415, "unsupported_encoding"),
        arguments("/api/v1/write", JUNK, v2, "", 415, "unsupported_encoding"),
        arguments("/api/v1/write", JUNK, "application/json", "snappy", 415, "unsupported_media"),
        arguments("/api/v1/write", JUNK, "", "snappy", 415, "unsupported_media_type"),
        arguments("/api/v1/write", JUNK, v1 + ";proto=other", "snappy", 415, "unsupported_media"),
        arguments("/api/v1/write", snappyBomb(), v2, "snappy", 413, "body_too_large"),
        arguments("/write", text("nonsense"), "", "", 400, "malformed"),
        arguments("/write", JUNK, "", "gzip", 400, "malformed"),
        arguments("/write", text("a v=1"), "", "br", 415, "unsupported_encoding"),
        arguments("/write?precision=days", text("a v=1"), "", "", 400, "invalid_timestamp"),
        arguments("/api/v2/write", gzipBomb(), "", "gzip", 413, "body_too_large"),
        arguments("/api/v2/write", text("a v=1 99999999999999999999"), "", "", 400, "malformed"),
        arguments("/v1/stream", text("{}"), "image/png", "", 415, "unsupported_media_type"),
        arguments("/v1/stream", text("{}"), "", "gzip", 415, "unsupported_encoding"));
  }

  @ParameterizedTest(name = "{0} as {2} {3} is {4} {5}")
  @MethodSource("requests")
  void isToldInTheProtocolsWay(
      String path, byte[] body, String type, String encoding, int status, String reason) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri(path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!encoding.isEmpty()) {
      request.header("Content-Encoding", encoding);
    }
    double before = gateway.counter("tidegauge_ingest_rejected_samples_total", reason);

    HttpResponse<String> answer = gateway.send(request);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(reason).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(gateway.counter("tidegauge_ingest_rejected_samples_total", reason))
        .isGreaterThan(before);
  }

  @Test
  void aTenantIsANameOnly() {
    HttpResponse<String> answer = gateway.post("/v1/stream", "no/name", text("{}"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"type\":\"urn:tidegauge:problem:invalid_name\"");
  }

  @ParameterizedTest
  @MethodSource("paths")
  void methodsThatAPathDoesNotHave(String path) {
    HttpResponse<String> answer = gateway.send(HttpRequest.newBuilder(gateway.uri(path)).DELETE());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).isPresent();
  }

  static Stream<String> paths() {
    return Stream.of("/api/v1/write", "/write", "/api/v2/write", "/v1/stream", "/ping", "/query");
  }

  @Test
  void unknownPathsAreProblemDocuments() {
    HttpResponse<String> answer = gateway.get("/nothing/here");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"status\":404");
  }

  @Test
  void aBodyOverTheLimitIsNotRead() {
    byte[] body = new byte[33 << 20];

    HttpResponse<String> answer = gateway.post("/api/v2/write", Gateway.tenant(), body);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("request too large");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] snappyBomb() {
    return RemoteWrite.snappy(new byte[64 << 20]);
  }

  private static byte[] gzipBomb() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 20];
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (int i = 0; i < 64; i++) {
        gzip.write(zeros);
      }
    }
    return out.toByteArray();
  }
}
