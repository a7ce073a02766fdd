package io.tidegauge.query.rest;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.live.OpenWindows;
import io.tidegauge.query.live.SeriesState;
import io.tidegauge.query.live.TenantState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What live state says of one server. Not thread-safe.
 *
 * <p>The values come from node_exporter's metrics where the server has them: {@code cpu} is the
 * share of the time that the CPUs were not idle in the newest 5m window, {@code memory} the share
 * that is not available, {@code load1} the load average.
 */
final class ServerSummary {

  private static final long HEALTHY_MILLIS = 30_000;
  private static final long GONE_MILLIS = 3_600_000;

  private int series;
  private @Nullable SeriesState freshest;
  private double available = Double.NaN;
  private double total = Double.NaN;
  private double load1 = Double.NaN;
  private final TreeMap<Long, double[]> cpu = new TreeMap<>();
  private final TreeSet<String> metrics = new TreeSet<>();

  static ServerSummary of(@Nullable TenantState tenant, String server) {
    ServerSummary summary = new ServerSummary();
    if (tenant != null) {
      tenant.forEachOfServer(server, summary::add);
    }
    return summary;
  }

  private void add(SeriesState state) {
    if (freshest == null || state.lastTimestamp() > freshest.lastTimestamp()) {
      freshest = state;
    }
    if (state.ended()) {
      return;
    }
    series++;
    metrics.add(state.metric());
    switch (state.metric()) {
      case "node_load1" -> load1 = state.lastValue();
      case "node_memory_MemAvailable_bytes" -> available = state.lastValue();
      case "node_memory_MemTotal_bytes" -> total = state.lastValue();
      case "node_cpu_seconds_total" -> addCpu(state);
      default -> {}
    }
  }

  private void addCpu(SeriesState state) {
    boolean idle = "idle".equals(state.labels().get("mode"));
    List<Rollup> windows = OpenWindows.of(state, Window.M5, Long.MIN_VALUE, Long.MAX_VALUE);
    for (Rollup rollup : windows) {
      double[] idleAndAll = cpu.computeIfAbsent(rollup.start(), start -> new double[2]);
      double increase = rollup.aggregate().increase();
      idleAndAll[0] += idle ? increase : 0;
      idleAndAll[1] += increase;
    }
  }

  int series() {
    return series;
  }

  TreeSet<String> metrics() {
    return metrics;
  }

  /** Of its newest sample, ms since the epoch; Long.MIN_VALUE where live state knows none. */
  long lastSeen() {
    return freshest == null ? Long.MIN_VALUE : freshest.lastTimestamp();
  }

  /** healthy, stale or gone. */
  String state(long now) {
    SeriesState newest = freshest;
    if (newest == null || now - newest.lastTimestamp() >= GONE_MILLIS) {
      return "gone";
    }
    long patience = Math.max(HEALTHY_MILLIS, 3 * interval(newest));
    return now - newest.lastTimestamp() <= patience ? "healthy" : "stale";
  }

  /** Between the samples of a series, as its newest 5m windows have it; 0 where they cannot say. */
  private static long interval(SeriesState series) {
    long longest = 0;
    for (Rollup rollup : OpenWindows.of(series, Window.M5, Long.MIN_VALUE, Long.MAX_VALUE)) {
      Aggregate a = rollup.aggregate();
      if (a.count() > 1) {
        longest = (a.lastTimestamp() - a.firstTimestamp()) / (a.count() - 1);
      }
    }
    return longest;
  }

  /** The values that are known, by name. */
  Map<String, Double> values() {
    Map<String, Double> values = new TreeMap<>();
    for (double[] idleAndAll : cpu.descendingMap().values()) {
      if (idleAndAll[1] > 0) {
        values.put("cpu", Math.clamp(1 - idleAndAll[0] / idleAndAll[1], 0.0, 1.0));
        break;
      }
    }
    if (available >= 0 && total > 0) {
      values.put("memory", Math.clamp(1 - available / total, 0.0, 1.0));
    }
    if (Double.isFinite(load1)) {
      values.put("load1", load1);
    }
    return values;
  }
}
