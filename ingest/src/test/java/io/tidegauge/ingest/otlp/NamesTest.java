package io.tidegauge.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "http.server.request.duration, s, false, http_server_request_duration_seconds",
    "http_server_duration_seconds, s, false, http_server_duration_seconds",
    "seconds, s, false, seconds",
    "milliseconds, s, false, milliseconds_seconds",
    "requests, {request}, true, requests_total",
    "requests_total, '', true, requests_total",
    "requests.total, 1, true, requests_total",
    "io.bytes_total, By, true, io_bytes_total",
    "io_total, By, true, io_bytes_total",
    "_total, '', true, _total",
    "total, '', true, total_total",
    "system.network.io, By/s, false, system_network_io_bytes_per_second",
    "rate, {packet}/s, false, rate_per_second",
    "a..b--c__d, '', false, a_b_c_d",
    "ns:metric, '', false, ns:metric",
    "1st, '', false, _1st",
    "größe, '', false, gr_e",
    "..., '', false, _",
    "trailing., s, false, trailing_seconds",
    "temperature, Cel, false, temperature_celsius",
  })
  void translatesMetricNames(String name, String unit, boolean monotonic, String expected) {
    assertThat(metric(name, UnitWords.of(unit, false), monotonic, false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "requests, true, requests_delta",
    "requests_total, true, requests_delta",
    "queue.change, false, queue_change_delta"
  })
  void marksDeltas(String name, boolean monotonic, String expected) {
    assertThat(metric(name, "", monotonic, true)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http.request.method, http_request_method",
    "a, a",
    "a..b, a_b",
    "__name__, _name_",
    "2nd, key_2nd",
    "naïve, na_ve",
    "a:b, a_b"
  })
  void translatesLabelNames(String key, String expected) {
    ByteArena out = new ByteArena();
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);

    Names.label(bytes, 0, bytes.length, out);

    assertThat(text(out)).isEqualTo(expected);
  }

  private static String metric(String name, String unit, boolean monotonic, boolean delta) {
    ByteArena out = new ByteArena();
    out.appendAscii("before_");
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    Names.metric(bytes, 0, bytes.length, unit, monotonic, delta, out);
    return text(out).substring("before_".length());
  }

  private static String text(ByteArena out) {
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
