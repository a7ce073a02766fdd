package io.tidegauge.loadtest.soak;

import io.tidegauge.loadtest.http.Exposition;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What of a service may not grow under a steady load, as its metrics endpoint tells it. */
enum Measure {
  /** Heap in use; the lowest of each minute is what a collection left. Bytes. */
  HEAP("heap", "jvm_memory_used_bytes", Map.of("area", "heap"), 0.10, 32L << 20),
  /** Memory of direct buffers, bytes. */
  DIRECT("direct buffers", "jvm_buffer_memory_used_bytes", Map.of("id", "direct"), 0.10, 16L << 20),
  /** Memory of Netty's allocator outside the heap, which is not in {@link #DIRECT}; bytes. */
  NETTY(
      "Netty's buffers",
      "netty_allocator_memory_used",
      Map.of("memory_type", "direct"),
      0.10,
      16L << 20),
  /** Open files and sockets of the process. */
  FILES("open files", "process_files_open_files", Map.of(), 0.05, 20),
  /** Live threads. */
  THREADS("threads", "jvm_threads_live_threads", Map.of(), 0.05, 10);

  private static final double MIB = 1 << 20;

  private final String title;
  private final String metric;
  private final Map<String, String> labels;
  private final double share;
  private final long margin;

  Measure(String title, String metric, Map<String, String> labels, double share, long margin) {
    this.title = title;
    this.metric = metric;
    this.labels = labels;
    this.share = share;
    this.margin = margin;
  }

  String title() {
    return title;
  }

  /** Those that a metrics endpoint's answer has. */
  static Map<Measure, Double> read(String exposition) {
    Map<Measure, Double> values = new EnumMap<>(Measure.class);
    for (Measure measure : values()) {
      Exposition.sum(exposition, measure.metric, measure.labels)
          .ifPresent(value -> values.put(measure, value));
    }
    return values;
  }

  /** The most that may be at the end where {@code early} was at the beginning. */
  double limit(double early) {
    return early + Math.max(early * share, margin);
  }

  String text(double value) {
    return switch (this) {
      case HEAP, DIRECT, NETTY -> String.format(Locale.ROOT, "%,.1f MiB", value / MIB);
      case FILES, THREADS -> String.format(Locale.ROOT, "%,.0f", value);
    };
  }
}
