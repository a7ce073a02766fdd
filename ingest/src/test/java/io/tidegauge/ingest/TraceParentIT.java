package io.tidegauge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.StoredSample;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request's trace goes on in the records of its samples. */
class TraceParentIT {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final String tenant = Gateway.tenant();

  @ParameterizedTest
  @ValueSource(strings = {"/v1/stream", "/api/v2/write"})
  void isAHeaderOfTheRecord(String path) {
    Gateway gateway = Gateway.shared();

    gateway.post(path, tenant, body(path), "traceparent", TRACE);

    assertThat(gateway.samples(tenant, 1))
        .extracting(StoredSample::traceparent)
        .containsExactly(TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00-0-0-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
  void isIgnoredWhereItIsNone(String traceparent) {
    Gateway gateway = Gateway.shared();

    gateway.post("/v1/stream", tenant, body("/v1/stream"), "traceparent", traceparent);

    assertThat(gateway.samples(tenant, 1))
        .extracting(StoredSample::traceparent)
        .containsExactly("");
  }

  private static byte[] body(String path) {
    String text = path.equals("/v1/stream") ? "{\"metric\":\"a\",\"value\":1}" : "a v=1";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
