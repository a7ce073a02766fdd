package io.tidegauge.standalone.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  @Test
  void typesSayWhatIsACounter() throws IOException {
    List<String> samples =
        parse(
            """
            # HELP requests_total Requests
            # TYPE requests_total counter
            requests_total{method="GET",path="/a b",} 3.0
            # TYPE threads gauge
            threads 12 1700000000000
            # TYPE latency_seconds histogram
            latency_seconds_bucket{le="+Inf"} 4
            latency_seconds_count 4
            latency_seconds_sum 0.5
            # TYPE queue_count gauge
            queue_count +Inf
            """);

    assertThat(samples)
        .containsExactly(
            "COUNTER requests_total{method=GET, path=/a b} 3.0",
            "GAUGE threads{} 12.0",
            "COUNTER latency_seconds_bucket{le=+Inf} 4.0",
            "COUNTER latency_seconds_count{} 4.0",
            "COUNTER latency_seconds_sum{} 0.5",
            "GAUGE queue_count{} Infinity");
  }

  @Test
  void labelValuesMayHoldQuotesBackslashesBracesAndLineEnds() throws IOException {
    assertThat(parse("m{a=\"x\\\"},y\\\\z\\nend\"} 1"))
        .containsExactly("GAUGE m{a=x\"},y\\z\nend} 1.0");
  }

  @Test
  void aBrokenLineIsNamed() {
    assertThatThrownBy(() -> parse("m{a=\"x\"")).hasMessageContaining("m{a=\"x\"");
    assertThatThrownBy(() -> parse("m{a} 1")).hasMessageContaining("m{a} 1");
  }

  private static List<String> parse(String page) throws IOException {
    List<String> samples = new ArrayList<>();
    PrometheusText.parse(
        page,
        (metric, kind, labels, value) ->
            samples.add(kind + " " + metric + new TreeMap<>(labels) + " " + value));
    return samples;
  }
}
