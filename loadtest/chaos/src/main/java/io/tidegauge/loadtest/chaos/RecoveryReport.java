package io.tidegauge.loadtest.chaos;

import io.tidegauge.loadtest.chaos.nemesis.Recovery;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How long the pipeline took to recover, by what was done to whom. */
record RecoveryReport(List<Recovery> recoveries) {

  void print(PrintWriter out) {
    print(out, recovery -> kind(recovery) + " " + recovery.attack().target().role().label());
    print(out, recovery -> "every " + kind(recovery));
  }

  private static String kind(Recovery recovery) {
    return recovery.attack().kind().label();
  }

  private void print(PrintWriter out, Function<Recovery, String> group) {
    recoveries.stream()
        .collect(Collectors.groupingBy(group, TreeMap::new, Collectors.toList()))
        .forEach((what, some) -> print(out, what, some));
  }

  private static void print(PrintWriter out, String what, List<Recovery> some) {
    out.printf(
        Locale.ROOT,
        "%-16s %3d times; to a fresh window p50 %.1f s, p95 %.1f s, most %.1f s;"
            + " to ready again p50 %.1f s, p95 %.1f s, most %.1f s, CPU of it p50 %.1f s%n",
        what,
        some.size(),
        seconds(some, Recovery::toFresh, 0.5),
        seconds(some, Recovery::toFresh, 0.95),
        seconds(some, Recovery::toFresh, 1),
        seconds(some, Recovery::toReady, 0.5),
        seconds(some, Recovery::toReady, 0.95),
        seconds(some, Recovery::toReady, 1),
        seconds(some, Recovery::work, 0.5));
  }

  private static double seconds(
      List<Recovery> recoveries, Function<Recovery, Duration> time, double quantile) {
    long[] sorted = recoveries.stream().map(time).mapToLong(Duration::toMillis).sorted().toArray();
    int rank = (int) Math.ceil(quantile * sorted.length) - 1;
    return sorted[Math.max(0, rank)] / 1000.0;
  }
}
