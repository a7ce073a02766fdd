package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.loadtest.chaos.watch.Lag;
import io.tidegauge.loadtest.chaos.watch.Lag.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How fast the sinks make up for the time that ClickHouse was away: from when it answers again
 * until the lag is what comes in within some seconds. Used by one thread.
 */
final class CatchUp {

  private static final List<String> SINKS = List.of("raw", "rollups");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Blocks are written this often: so much lag is none. */
  private static final Duration USUAL_LAG = Duration.ofSeconds(3);

  private final Lag lag;
  private final Map<String, String> done = new HashMap<>();

  CatchUp(Lag lag) {
    this.lag = lag;
  }

  /** Waits until both sinks have caught up, or patience ends; a line for each. */
  List<String> lines() throws InterruptedException {
    long begin = System.nanoTime();
    Map<String, Position> first = Map.of();
    while (done.size() < SINKS.size() && System.nanoTime() - begin < PATIENCE.toNanos()) {
      Map<String, Position> now = lag.positions();
      if (first.isEmpty()) {
        first = now;
        begin = System.nanoTime();
      } else if (!now.isEmpty()) {
        look(first, now, (System.nanoTime() - begin) / 1e9);
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
    List<String> lines = new ArrayList<>();
    for (String sink : SINKS) {
      lines.add(
          "    the sink of "
              + sink
              + " "
              + done.getOrDefault(sink, "has not caught up within " + PATIENCE.toSeconds() + " s"));
    }
    return lines;
  }

  private void look(Map<String, Position> first, Map<String, Position> now, double seconds) {
    for (String sink : SINKS) {
      Position from = first.get(sink);
      Position to = now.get(sink);
      if (from == null || to == null || done.containsKey(sink)) {
        continue;
      }
      double live = (to.end() - from.end()) / seconds;
      if (to.lag() <= live * USUAL_LAG.toSeconds()) {
        done.put(
            sink,
            String.format(
                Locale.ROOT,
                "made up for %,d records within %.1f s, at %.1f times the live rate of %,.0f/s",
                from.lag(),
                seconds,
                (to.read() - from.read()) / seconds / Math.max(1, live),
                live));
      }
    }
  }
}
