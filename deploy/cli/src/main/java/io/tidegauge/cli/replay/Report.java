package io.tidegauge.cli.replay;

import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.replay.Replay;
import io.tidegauge.processor.replay.ReplayDifference;
import io.tidegauge.processor.replay.ReplayDifference.Kind;
import io.tidegauge.processor.replay.ReplayDifference.Values;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a replay changes, for a person: how many windows of each length, and the worst ones. */
final class Report {

  private final int top;

  Report(int top) {
    this.top = top;
  }

  /** Prints it; gives how many windows would change. */
  long print(Replay replay, long id, PrintWriter out) throws IOException, InterruptedException {
    out.printf(
        Locale.ROOT,
        "%-8s %10s %10s %10s %18s%n",
        "WINDOW",
        "CHANGE",
        "APPEAR",
        "VANISH",
        "SAMPLES");
    long all = 0;
    List<ReplayDifference> worst = new ArrayList<>();
    for (Window window : Window.values()) {
      Map<Kind, Long> counts = new EnumMap<>(Kind.class);
      long[] samples = new long[1];
      replay.differences(
          id,
          window,
          each -> {
            if (each.kind() == Kind.STANDS) {
              return;
            }
            long nth = counts.values().stream().mapToLong(Long::longValue).sum();
            counts.merge(each.kind(), 1L, Long::sum);
            samples[0] += each.computed().count() - each.stored().count();
            if (nth < top) {
              worst.add(each);
            }
          });
      out.printf(
          Locale.ROOT,
          "%-8s %10d %10d %10d %+18d%n",
          window.label(),
          counts.getOrDefault(Kind.CHANGES, 0L),
          counts.getOrDefault(Kind.APPEARS, 0L),
          counts.getOrDefault(Kind.VANISHES, 0L),
          samples[0]);
      all += counts.values().stream().mapToLong(Long::longValue).sum();
    }
    worst.forEach(each -> print(each, out));
    out.flush();
    return all;
  }

  private static void print(ReplayDifference each, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%n%s %s %s %s, tenant %s, series %s%n",
        each.window().label(),
        Instant.ofEpochMilli(each.start()),
        each.metric(),
        each.kind().name().toLowerCase(Locale.ROOT),
        each.tenant(),
        each.series());
    Values stored = each.stored();
    Values computed = each.computed();
    boolean none = each.kind() == Kind.APPEARS;
    count("count", none, stored.count(), computed.count(), out);
    count("NaN count", none, stored.nanCount(), computed.nanCount(), out);
    if (each.kind() == Kind.VANISHES) {
      return;
    }
    value("sum", none, stored.sum(), computed.sum(), out);
    value("min", none, stored.min(), computed.min(), out);
    value("max", none, stored.max(), computed.max(), out);
    value("first", none, stored.first(), computed.first(), out);
    value("last", none, stored.last(), computed.last(), out);
    value("increase", none, stored.increase(), computed.increase(), out);
  }

  private static void count(
      String name, boolean none, long stored, long computed, PrintWriter out) {
    if (stored != computed) {
      line(name, none ? "none" : String.valueOf(stored), String.valueOf(computed), out);
    }
  }

  private static void value(
      String name, boolean none, double stored, double computed, PrintWriter out) {
    if (none || Double.compare(stored, computed) != 0) {
      line(name, none ? "none" : String.valueOf(stored), String.valueOf(computed), out);
    }
  }

  private static void line(String name, String stored, String computed, PrintWriter out) {
    out.printf(Locale.ROOT, "  %-10s %s -> %s%n", name, stored, computed);
  }
}
