package io.tidegauge.loadtest.chaos;

import io.tidegauge.loadtest.chaos.nemesis.AttackKind;
import io.tidegauge.loadtest.chaos.nemesis.Recovery;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** How long the pipeline took to recover, by what was done to whom. */
record RecoveryReport(List<Recovery> recoveries) {

  void print(PrintWriter out) {
    for (AttackKind kind : AttackKind.values()) {
      List<Recovery> ofKind =
          recoveries.stream().filter(recovery -> recovery.attack().kind() == kind).toList();
      if (!ofKind.isEmpty()) {
        out.printf(
            Locale.ROOT,
            "%s: %d; to a fresh window p50 %.1f s, p95 %.1f s, most %.1f s;"
                + " to ready again p50 %.1f s, p95 %.1f s, most %.1f s%n",
            kind.label(),
            ofKind.size(),
            seconds(ofKind, Recovery::toFresh, 0.5),
            seconds(ofKind, Recovery::toFresh, 0.95),
            seconds(ofKind, Recovery::toFresh, 1),
            seconds(ofKind, Recovery::toReady, 0.5),
            seconds(ofKind, Recovery::toReady, 0.95),
            seconds(ofKind, Recovery::toReady, 1));
      }
    }
  }

  private static double seconds(
      List<Recovery> recoveries, Function<Recovery, Duration> time, double quantile) {
    long[] sorted = recoveries.stream().map(time).mapToLong(Duration::toMillis).sorted().toArray();
    int rank = (int) Math.ceil(quantile * sorted.length) - 1;
    return sorted[Math.max(0, rank)] / 1000.0;
  }
}
