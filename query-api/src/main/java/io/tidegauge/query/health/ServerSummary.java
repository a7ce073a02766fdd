package io.tidegauge.query.health;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.live.OpenWindows;
import io.tidegauge.query.live.SeriesState;
import io.tidegauge.query.live.TenantState;
import java.util.HashMap;
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
 * that is not available, {@code disk} how full the fullest file system is, {@code load1} the load
 * average.
 */
public final class ServerSummary implements Reading {

  private static final long HEALTHY_MILLIS = 30_000;
  private static final long GONE_MILLIS = 3_600_000;

  /** A value that is so much older than the server's newest sample is none any more. */
  private static final long VALUE_MILLIS = 300_000;

  private final RuleSet rules;
  private int series;
  private @Nullable SeriesState freshest;
  private @Nullable SeriesState available;
  private @Nullable SeriesState total;
  private @Nullable SeriesState load1;
  private final FileSystems disks = new FileSystems();
  private final TreeMap<Long, double[]> cpu = new TreeMap<>();
  private final TreeSet<String> metrics = new TreeSet<>();
  private final Map<String, SeriesState> worst = new HashMap<>();

  private ServerSummary(RuleSet rules) {
    this.rules = rules;
  }

  /** Of a server; without anything where live state does not know it. */
  public static ServerSummary of(@Nullable TenantState tenant, String server) {
    return of(tenant, server, RuleSet.DEFAULTS);
  }

  /** With the values that these rules look at. */
  static ServerSummary of(@Nullable TenantState tenant, String server, RuleSet rules) {
    ServerSummary summary = new ServerSummary(rules);
    if (tenant != null) {
      tenant.forEachOfServer(server, summary::add);
    }
    return summary;
  }

  private void add(SeriesState state) {
    SeriesState newest = freshest;
    if (newest == null || state.lastTimestamp() > newest.lastTimestamp()) {
      freshest = state;
    }
    if (state.ended()) {
      return;
    }
    series++;
    metrics.add(state.metric());
    switch (state.metric()) {
      case "node_load1" -> load1 = state;
      case "node_memory_MemAvailable_bytes" -> available = state;
      case "node_memory_MemTotal_bytes" -> total = state;
      case "node_cpu_seconds_total" -> addCpu(state);
      case "node_filesystem_avail_bytes", "node_filesystem_size_bytes" -> disks.add(state);
      default -> {}
    }
    for (Rule rule : rules.ofMetric(state.metric())) {
      if (rule.match().stream().allMatch(matcher -> matcher.matches(state.labels()))) {
        worst.merge(rule.id(), state, (a, b) -> worse(rule, a, b));
      }
    }
  }

  /** Of two series the one whose value counts: an old one does not stand for a newer one. */
  private static SeriesState worse(Rule rule, SeriesState a, SeriesState b) {
    if (Math.abs(a.lastTimestamp() - b.lastTimestamp()) > VALUE_MILLIS) {
      return a.lastTimestamp() > b.lastTimestamp() ? a : b;
    }
    return rule.worse(a.lastValue(), b.lastValue()) == a.lastValue() ? a : b;
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

  /** How many series live. */
  public int series() {
    return series;
  }

  /** Their metrics. */
  public TreeSet<String> metrics() {
    return metrics;
  }

  /** Of its newest sample, ms since the epoch; Long.MIN_VALUE where live state knows none. */
  public long lastSeen() {
    return freshest == null ? Long.MIN_VALUE : freshest.lastTimestamp();
  }

  /** HEALTHY where it speaks, else STALE or GONE. */
  @Override
  public ServerState freshness(long now) {
    SeriesState newest = freshest;
    if (newest == null || now - newest.lastTimestamp() >= GONE_MILLIS) {
      return ServerState.GONE;
    }
    long patience = Math.max(HEALTHY_MILLIS, 3 * interval(newest));
    return now - newest.lastTimestamp() <= patience ? ServerState.HEALTHY : ServerState.STALE;
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
  public Map<String, Double> values() {
    Map<String, Double> values = new TreeMap<>();
    for (Rule.Signal signal : Rule.Signal.values()) {
      double value = value(signal);
      if (Double.isFinite(value)) {
        values.put(signal.label(), value);
      }
    }
    return values;
  }

  /** What a rule looks at; NaN where it is not known. */
  @Override
  public double value(Rule rule) {
    return rule.signal() == Rule.Signal.METRIC ? value(worst.get(rule.id())) : value(rule.signal());
  }

  private double value(Rule.Signal signal) {
    return switch (signal) {
      case CPU -> busy();
      case MEMORY -> used(value(available), value(total));
      case DISK -> disks.fullest(lastSeen() - VALUE_MILLIS);
      case LOAD1 -> value(load1);
      case METRIC -> Double.NaN;
    };
  }

  private double value(@Nullable SeriesState state) {
    return state == null || state.lastTimestamp() < lastSeen() - VALUE_MILLIS
        ? Double.NaN
        : state.lastValue();
  }

  private double busy() {
    for (Map.Entry<Long, double[]> window : cpu.descendingMap().entrySet()) {
      double[] idleAndAll = window.getValue();
      if (idleAndAll[1] > 0 && Window.M5.end(window.getKey()) >= lastSeen() - VALUE_MILLIS) {
        return Math.clamp(1 - idleAndAll[0] / idleAndAll[1], 0.0, 1.0);
      }
    }
    return Double.NaN;
  }

  /** The share of a whole that is not available; NaN where it is not known. */
  static double used(double available, double whole) {
    return available >= 0 && whole > 0 ? Math.clamp(1 - available / whole, 0.0, 1.0) : Double.NaN;
  }
}
