package io.tidegauge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.ingest.testing.Gateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The decoders of JSON against JSONTestSuite (github.com/nst/JSONTestSuite): texts that a parser
 * must accept (y_), must refuse (n_), or may do either with (i_), each in the place of a value.
 */
class JsonTestSuiteIT {

  private static final Map<String, byte[]> TEXTS = texts();

  /** A field that is there twice is refused in a line, so that neither value is lost silently. */
  private static final Set<String> TWICE =
      Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

  private final Gateway gateway = Gateway.shared();
  private final String tenant = Gateway.tenant();

  static Stream<String> accepted() {
    return names("y_");
  }

  static Stream<String> refused() {
    return names("n_");
  }

  static Stream<String> either() {
    return names("i_");
  }

  @Test
  void theSuiteIsWhole() {
    assertThat(TEXTS).hasSize(318);
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void whatIsJsonIsRead(String name) {
    assertThat(otlp(inOtlp(name)).statusCode()).isEqualTo(200);
    HttpResponse<String> line = stream(inLine(name));
    assertThat(line.statusCode()).isEqualTo(200);
    if (TWICE.contains(name)) {
      assertThat(line.body()).contains("\"malformed\"").contains("Duplicate");
    } else {
      assertThat(line.body()).doesNotContain("\"malformed\"");
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNoneIsRefused(String name) {
    assertThat(otlp(inOtlp(name)).statusCode()).isEqualTo(400);
    assertThat(otlp(TEXTS.getOrDefault(name, new byte[0])).statusCode()).isEqualTo(400);
    HttpResponse<String> line = stream(inLine(name));
    assertThat(line.statusCode()).isEqualTo(200);
    assertThat(line.body()).contains("\"malformed\"");
  }

  @ParameterizedTest
  @MethodSource("either")
  void whatMayBeEitherIsNoFaultOfTheGateway(String name) {
    assertThat(otlp(inOtlp(name)).statusCode()).isIn(200, 400);
    assertThat(stream(inLine(name)).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> otlp(byte[] body) {
    return gateway.post("/v1/metrics", tenant, body, "Content-Type", "application/json");
  }

  private HttpResponse<String> stream(byte[] body) {
    return gateway.post("/v1/stream", tenant, body);
  }

  /** Unknown fields are passed over there. */
  private static byte[] inOtlp(String name) {
    return around("{\"unknown\":", name, ",\"resourceMetrics\":[]}", false);
  }

  /** A label's value may only be a string: another one is refused, but not as no JSON. */
  private static byte[] inLine(String name) {
    return around(
        "{\"metric\":\"a\",\"labels\":{\"b\":", name, "},\"value\":1}\n", name.startsWith("y_"));
  }

  private static byte[] around(String before, String name, String after, boolean oneLine) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    for (byte each : TEXTS.getOrDefault(name, new byte[0])) {
      out.write(oneLine && each == '\n' ? ' ' : each); // white space where the text is JSON
    }
    out.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private static Stream<String> names(String prefix) {
    return TEXTS.keySet().stream().filter(name -> name.startsWith(prefix));
  }

  private static Map<String, byte[]> texts() {
    Map<String, byte[]> texts = new TreeMap<>();
    try (InputStream file =
            Objects.requireNonNull(
                JsonTestSuiteIT.class.getResourceAsStream("/corpus/json-test-suite.zip"));
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".json")) {
          texts.put(entry.getName(), zip.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new AssertionError("the suite cannot be read", e);
    }
    return texts;
  }
}
