package io.tidegauge.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes a real node_exporter and writes to the product: every series' 5m count,
 * sum, min and max equal what Prometheus itself answers. {@code
 * -Dacceptance.prometheus.seconds=600} makes it the long form.
 */
class PrometheusIT {

  private static final long WINDOW = 300_000;
  private static final int SECONDS = Integer.getInteger("acceptance.prometheus.seconds", 45);

  /** The share of windows that may hold a NaN, such as an empty summary's quantiles. */
  private static final double MOST_WITH_NAN = 0.05;

  @TempDir Path directory;

  @Test
  void everySeriesEqualsWhatPrometheusAnswers() throws Exception {
    assumeTrue(
        Program.exists("prometheus") && Program.exists("prometheus-node-exporter"),
        "Debian's packages prometheus and prometheus-node-exporter are not installed");
    Product product = Product.shared();
    try (PrometheusServer prometheus = new PrometheusServer(directory, product.ingest())) {
      Await.until(Duration.ofSeconds(30), () -> assertThat(prometheus.isReady()).isTrue());
      // The remote-write watcher sends what is newer than its own start: let it start first.
      LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
      long begin = System.currentTimeMillis();
      prometheus.setTargets(true);
      LockSupport.parkNanos(Duration.ofSeconds(SECONDS).toNanos());
      prometheus.setTargets(false);
      awaitSent(prometheus);
      long end = System.currentTimeMillis();

      int compared = 0;
      int withNan = 0;
      Rollups rollups = new Rollups(product.query());
      for (String metric : prometheus.metricNames()) {
        for (long start = begin - Math.floorMod(begin, WINDOW); start < end; start += WINDOW) {
          long at = start + WINDOW - 1;
          String range = metric + "[" + (WINDOW - 1) + "ms]";
          Map<Map<String, String>, Double> counts =
              prometheus.query("count_over_time(" + range + ")", at);
          Map<Map<String, String>, Double> sums =
              prometheus.query("sum_over_time(" + range + ")", at);
          Map<Map<String, String>, Double> minima =
              prometheus.query("min_over_time(" + range + ")", at);
          Map<Map<String, String>, Double> maxima =
              prometheus.query("max_over_time(" + range + ")", at);
          long from = start;
          Await.until(
              Duration.ofSeconds(20),
              () ->
                  assertThat(sent(rollups, metric, from).keySet())
                      .as(metric)
                      .isEqualTo(counts.keySet()));
          Map<Map<String, String>, TreeMap<Long, Point>> ours = sent(rollups, metric, start);
          for (Map.Entry<Map<String, String>, Double> entry : counts.entrySet()) {
            Map<String, String> labels = entry.getKey();
            double sum = requireNonNull(sums.get(labels));
            if (Double.isNaN(sum)) {
              withNan++; // NaN is kept raw and left out of the aggregates: nothing to compare
              continue;
            }
            String what = metric + labels + " at " + start;
            Point point = requireNonNull(requireNonNull(ours.get(labels), what).get(start), what);
            assertThat((double) point.count()).as(what).isEqualTo(entry.getValue());
            if (Double.isInfinite(sum)) {
              assertThat(point.sum()).as(what).isEqualTo(sum);
            } else {
              assertThat(point.sum()).as(what).isCloseTo(sum, within(Math.abs(sum) * 1e-9));
            }
            assertThat(point.min()).as(what).isEqualTo(minima.get(labels));
            assertThat(point.max()).as(what).isEqualTo(maxima.get(labels));
            compared++;
          }
        }
      }
      System.out.printf(
          "compared %d windows of %d metrics with Prometheus, %d with NaN left out%n",
          compared, prometheus.metricNames().size(), withNan);
      assertThat(compared).isGreaterThan(300);
      assertThat((double) withNan / (compared + withNan)).isLessThan(MOST_WITH_NAN);
    }
  }

  /** What this Prometheus sent; the product's own agent sends some metrics of the same names. */
  private static Map<Map<String, String>, TreeMap<Long, Point>> sent(
      Rollups rollups, String metric, long start) {
    Map<Map<String, String>, TreeMap<Long, Point>> series =
        rollups.of(metric, "5m", start, start + WINDOW);
    series.keySet().removeIf(labels -> "tidegauge-agent".equals(labels.get("job")));
    return series;
  }

  /** Until the remote-write queue has sent what was scraped. */
  private static void awaitSent(PrometheusServer prometheus) {
    LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
    Await.until(
        Duration.ofSeconds(60),
        () -> {
          assertThat(prometheus.ownMetric("prometheus_remote_storage_samples_pending")).isZero();
          assertThat(
                  prometheus.ownMetric(
                      "prometheus_remote_storage_queue_highest_sent_timestamp_seconds"))
              .isEqualTo(
                  prometheus.ownMetric("prometheus_remote_storage_highest_timestamp_in_seconds"));
        });
  }
}
