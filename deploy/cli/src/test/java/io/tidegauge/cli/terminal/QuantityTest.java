package io.tidegauge.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0, NONE, 0",
    "-0.0, NONE, 0",
    "0.5, NONE, 0.5",
    "0.12345, NONE, 0.123",
    "0.0123, NONE, 0.0123",
    "0.00001234, NONE, 1.2e-5",
    "1.005, NONE, 1.01",
    "12.34, NONE, 12.3",
    "123.4, NONE, 123",
    "-1234, NONE, -1.23 k",
    "12345678, NONE, 12.3 M",
    "1e18, NONE, 1000000 T",
    "512, BYTES, 512 B",
    "1536, BYTES, 1.5 KiB",
    "1073741824, BYTES, 1 GiB",
    "0, SECONDS, 0 s",
    "0.00025, SECONDS, 250 µs",
    "0.25, SECONDS, 250 ms",
    "90, SECONDS, 90 s",
    "7200, SECONDS, 2 h",
    "172800, SECONDS, 2 d",
    "0.934, RATIO, 93%",
    "0.0123, RATIO, 1.2%",
    "55.55, PERCENT, 56%",
    "NaN, BYTES, –",
    "Infinity, NONE, ∞",
    "-Infinity, NONE, -∞"
  })
  void valuesAreShortAndHaveTheirUnit(double value, Unit unit, String text) {
    assertThat(Quantity.of(value, unit)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "node_memory_MemTotal_bytes, '', BYTES",
    "http_request_duration_seconds_sum, '', SECONDS",
    "process_cpu_seconds_total, '', SECONDS",
    "disk_used_ratio, '', RATIO",
    "system.cpu.percent, '', PERCENT",
    "queue_depth, By, BYTES",
    "by, '', NONE",
    "s, '', NONE",
    "node_load1, '', NONE"
  })
  void theUnitIsThatOfTheApiOrTheNames(String metric, String given, Unit unit) {
    assertThat(Unit.of(metric, given)).isEqualTo(unit);
  }

  @ParameterizedTest
  @CsvSource({
    "1536, BYTES, 1.5 KiB/s",
    "0.5, SECONDS, 0.5 s/s",
    "12.5, NONE, 12.5/s",
    "NaN, NONE, –"
  })
  void ratesArePerSecond(double value, Unit unit, String text) {
    assertThat(Quantity.perSecond(value, unit)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 servers", "1, 1 server", "1001, 1001 servers"})
  void oneIsNotSeveral(long count, String text) {
    assertThat(Quantity.count(count, "server", "servers")).isEqualTo(text);
  }
}
