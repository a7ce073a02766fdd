package io.tidegauge.standalone.agent;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of a service's own metrics the agent sends: those that say how the service is. A scrape of
 * {@code /actuator/prometheus} has them all, several hundred of them of Kafka's clients.
 */
final class SentMetrics {
  private static final List<String> PREFIXES =
      List.of("tidegauge_", "http_server_requests_seconds_", "jvm_gc_pause_seconds_");
  private static final Set<String> NAMES =
      Set.of(
          "jvm_gc_memory_allocated_bytes_total",
          "jvm_gc_overhead",
          "jvm_memory_max_bytes",
          "jvm_memory_used_bytes",
          "jvm_threads_live_threads",
          "kafka_consumer_fetch_manager_records_lag_max",
          "kafka_stream_alive_stream_threads",
          "logback_events_total",
          "process_cpu_time_ns_total",
          "process_cpu_usage",
          "process_files_open_files",
          "process_uptime_seconds");

  private SentMetrics() {}

  /** Buckets are many series that nobody looks at here; the sums and counts stay. */
  static boolean sends(String metric, Map<String, String> labels) {
    // Kafka's clients give a topic with dots twice, the second time with underscores.
    boolean perTopic = metric.startsWith("kafka_") && labels.containsKey("topic");
    if (perTopic || metric.endsWith("_bucket")) {
      return false;
    }
    return NAMES.contains(metric) || PREFIXES.stream().anyMatch(metric::startsWith);
  }
}
