package io.tidegauge.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.RemoteWrite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is told in its protocol's way; it is never the gateway's fault. */
class BadInputIT {

  private static final byte[] JUNK = text("\u0001\u0002junk that is nothing");

  private final Gateway gateway = Gateway.shared();
  private final String tenant = Gateway.tenant();

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
        arguments("/api/v1/write", hugeSnappy(), v1, "snappy", 413, "body_too_large"),
        arguments("/api/v1/write", new byte[0], v1, "snappy", 400, "malformed"),
        arguments("/write", text("nonsense"), "", "", 400, "malformed"),
        arguments("/write", text("a v=1"), "application/json", "", 415, "unsupported_media_type"),
        arguments("/api/v2/write", JUNK, v1, "", 415, "unsupported_media_type"),
        arguments("/write", new byte[0], "", "gzip", 400, "malformed"),
        arguments("/write", emptyMembers(), "", "gzip", 413, "body_too_large"),
        arguments("/write", JUNK, "", "gzip", 400, "malformed"),
        arguments("/write", text("a v=1"), "", "br", 415, "unsupported_encoding"),
        arguments("/write?precision=days", text("a v=1"), "", "", 400, "invalid_timestamp"),
        arguments("/api/v2/write", gzipBomb(), "", "gzip", 413, "body_too_large"),
        arguments("/api/v2/write", text("a v=1 99999999999999999999"), "", "", 400, "malformed"),
        arguments("/v1/stream", text("{}"), "image/png", "", 415, "unsupported_media_type"),
        arguments("/v1/stream", text("{}"), "application/jsonp", "", 415, "unsupported_media_type"),
        arguments("/v1/stream", text("{}"), "", "gzip", 415, "unsupported_encoding"),
        arguments("/v1/stream", JUNK, v2, "gzip", 415, "unsupported_encoding"),
        arguments("/v1/stream", JUNK, v1, "", 415, "unsupported_media_type"),
        arguments("/v1/stream", JUNK, v1 + ";proto=", "", 415, "unsupported_media_type"),
        arguments("/v1/metrics", JUNK, "application/x-protobuf", "", 400, "malformed"),
        arguments("/v1/metrics", JUNK, "application/json", "", 400, "malformed"),
        arguments("/v1/metrics", deep(), "application/json", "", 400, "malformed"),
        arguments("/v1/metrics", JUNK, "application/json", "gzip", 400, "malformed"),
        arguments("/v1/metrics", JUNK, "application/json", "br", 415, "unsupported_encoding"),
        arguments("/v1/metrics", JUNK, "text/html", "", 415, "unsupported_media_type"),
        arguments("/v1/metrics", gzipBomb(), "application/json", "gzip", 413, "body_too_large"));
  }

  @ParameterizedTest(name = "{0} as {2} {3} is {4} {5}")
  @MethodSource("requests")
  void isToldInTheProtocolsWay(
      String path, byte[] body, String type, String encoding, int status, String reason) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri(path))
            .header("X-Scope-OrgID", tenant)
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
    assertThat(answer.body()).doesNotContain("Exception").doesNotContain("\tat ");
    if (!path.equals("/v1/metrics")) { // whose errors have codes of their own
      assertThat(answer.body()).contains(reason);
    }
    assertThat(gateway.counter("tidegauge_ingest_rejected_samples_total", reason))
        .isGreaterThan(before);
    assertThat(gateway.rejects(tenant, 1))
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.reason().label()).startsWith(reason);
              assertThat(reject.message()).isNotEmpty();
              assertThat(reject.source()).isEqualTo("127.0.0.1");
            });
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

  @ParameterizedTest
  @ValueSource(strings = {"q=%zz", "nothing", "q=DROP%20DATABASE%20x"})
  void queriesThatAreNone(String form) {
    String type = "application/x-www-form-urlencoded";

    HttpResponse<String> answer = gateway.post("/query", tenant, text(form), "Content-Type", type);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @Test
  void aQueryThatIsTooLarge() {
    byte[] form = text("q=" + "x".repeat(1 << 20));

    HttpResponse<String> answer =
        gateway.post("/query", tenant, form, "Content-Type", "application/x-www-form-urlencoded");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
  }

  /** What clients' libraries would not send. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/write?precision=%zz", "/query?q=%", "/v1/stream?%zz=1", "/v1/metrics?%"})
  void queryStringsThatAreNotEncoded(String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      String request =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
      socket.getOutputStream().write(text(request));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Exception");
    }
  }

  /** A client that asks for HTTP/2 by an upgrade with its first request, which has a body. */
  @Test
  void anUpgradeThatIsAskedForWithABodyIsPassedOver() throws IOException, InterruptedException {
    try (HttpClient fresh = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<String> answer =
          fresh.send(
              HttpRequest.newBuilder(gateway.uri("/api/v2/write"))
                  .header("X-Scope-OrgID", tenant)
                  .POST(HttpRequest.BodyPublishers.ofString("a v=1"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  /** Says that it is 4 GiB - 1 byte large; native code would write as much as it says. */
  private static byte[] hugeSnappy() {
    byte[] body = new byte[1 << 16];
    for (int i = 0; i < 4; i++) {
      body[i] = (byte) 0xff;
    }
    body[4] = 0x0f;
    for (int i = 5; i + 61 <= body.length; i += 61) {
      body[i] = (byte) (59 << 2); // a literal of 60 bytes
    }
    return body;
  }

  /** Members that hold nothing, in a row, before one that holds too much. */
  private static byte[] emptyMembers() throws IOException {
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    new GZIPOutputStream(member).close();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 200_000; i++) {
      member.writeTo(out);
    }
    out.writeBytes(gzipBomb());
    return out.toByteArray();
  }

  private static byte[] deep() {
    return text("[".repeat(100_000));
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
