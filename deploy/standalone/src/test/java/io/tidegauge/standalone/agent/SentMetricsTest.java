package io.tidegauge.standalone.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentMetricsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tidegauge_processor_events_total",
        "tidegauge_sink_lag",
        "jvm_memory_used_bytes",
        "jvm_gc_pause_seconds_sum",
        "jvm_threads_live_threads",
        "http_server_requests_seconds_count",
        "kafka_consumer_fetch_manager_records_lag_max",
      })
  void whatSaysHowAServiceIsIsSent(String metric) {
    assertThat(SentMetrics.sends(metric, Map.of("client_id", "a"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tidegauge_sink_write_seconds_bucket",
        "kafka_consumer_network_io_rate",
        "kafka_producer_topic_record_send_total",
        "jvm_buffer_count_buffers",
        "http_server_requests_active_seconds_max",
      })
  void theRestIsNot(String metric) {
    assertThat(SentMetrics.sends(metric, Map.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tidegauge.samples", "tidegauge_samples"})
  void kafkasMetricsOfATopicAreNot(String topic) {
    assertThat(
            SentMetrics.sends(
                "kafka_consumer_fetch_manager_records_lag_max", Map.of("topic", topic)))
        .isFalse();
  }
}
