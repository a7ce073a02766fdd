package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Limits;
import io.tidegauge.query.support.Samples;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * Live state looked at first, history read any time later: together they have every window, with no
 * less than what live state knew, whatever the processor and the sink do in between.
 */
class SeamPropertyTest {

  /** What can happen next. */
  enum Step {
    SAMPLE,
    NEXT_WINDOW,
    SINK_BLOCK,
    SAY_STORED,
    LOOK_AT_LIVE,
    READ_HISTORY
  }

  private static final String TENANT = "t";
  private static final Labels LABELS = Labels.of("load", "host", "a");
  private static final long M5 = Window.M5.millis();
  private static final long GRACE = 60_000;

  /** A processor and its sink, as small as can be: one series, one partition. */
  private static final class World {
    final LiveState live =
        new LiveState("t", 1, Limits.live(10, 64, 10), Duration.ofMillis(GRACE), (t, s) -> {});
    final TreeMap<Long, Aggregate> open = new TreeMap<>();
    final TreeMap<Long, Long> truth = new TreeMap<>();
    final Deque<Rollup> unsunk = new ArrayDeque<>();
    final TreeMap<Long, Rollup> history = new TreeMap<>();
    long time = 1_800_000_000_000L - 1_800_000_000_000L % M5;
    long offset;
    long liveOffset;
    long closedUpTo = LiveBatch.UNKNOWN;
    long sunkUpTo = LiveBatch.UNKNOWN;

    void sample() {
      offset++;
      time += 1;
      long start = Window.M5.start(time);
      open.computeIfAbsent(start, s -> new Aggregate()).add(time, 1, false);
      truth.merge(start, 1L, Long::sum);
      publish(LiveBatch.UNKNOWN, List.of(rollup(start, open.get(start), State.PROVISIONAL)));
    }

    void nextWindow() {
      offset++;
      time = Window.M5.start(time) + M5 + GRACE / 2;
      long watermark = time;
      List<Rollup> closed = new ArrayList<>();
      while (!open.isEmpty() && open.firstKey() + M5 + GRACE <= watermark) {
        Map.Entry<Long, Aggregate> first = open.pollFirstEntry();
        closed.add(rollup(first.getKey(), first.getValue(), State.FINAL));
      }
      closedUpTo = watermark;
      unsunk.addAll(closed);
      publish(LiveBatch.UNKNOWN, closed);
    }

    private Rollup rollup(
        long start, @org.jspecify.annotations.Nullable Aggregate aggregate, State state) {
      return new Rollup(
          Window.M5,
          start,
          new RollupVersion(1, offset, 0),
          state,
          java.util.Objects.requireNonNull(aggregate).copy());
    }

    void sink() {
      unsunk.forEach(rollup -> history.put(rollup.start(), rollup));
      unsunk.clear();
      sunkUpTo = closedUpTo;
    }

    void publish(long stored, List<Rollup> windows) {
      List<LiveSeries> series =
          windows.isEmpty()
              ? List.of()
              : List.of(
                  Samples.gauge(TENANT, LABELS, offset, time, 1, windows.toArray(Rollup[]::new)));
      live.apply(
          0,
          liveOffset++,
          LiveCodec.encode(new LiveBatch(TENANT, 1, offset, time, stored, series)));
    }

    List<Rollup> look() {
      List<Rollup> found = new ArrayList<>();
      TenantState tenant = live.tenant(TENANT);
      if (tenant != null) {
        tenant.forEachOfMetric(
            "load",
            s -> found.addAll(OpenWindows.of(s, Window.M5, Long.MIN_VALUE, Long.MAX_VALUE)));
      }
      return found;
    }
  }

  @Property(tries = 2_000)
  void nothingIsMissingBetweenLiveAndHistory(@ForAll @Size(min = 3, max = 80) List<Step> steps) {
    World world = new World();
    List<Rollup> looked = List.of();
    Map<Long, Long> truthThen = Map.of();
    for (Step step : steps) {
      switch (step) {
        case SAMPLE -> world.sample();
        case NEXT_WINDOW -> world.nextWindow();
        case SINK_BLOCK -> world.sink();
        case SAY_STORED -> world.publish(world.sunkUpTo, List.of());
        case LOOK_AT_LIVE -> {
          looked = world.look();
          truthThen = Map.copyOf(world.truth);
        }
        case READ_HISTORY -> check(looked, truthThen, world);
      }
    }
  }

  private static void check(List<Rollup> looked, Map<Long, Long> truthThen, World world) {
    List<Rollup> joined = RollupJoin.join(new ArrayList<>(world.history.values()), looked);
    TreeMap<Long, Long> counts = new TreeMap<>();
    joined.forEach(
        rollup -> assertThat(counts.put(rollup.start(), rollup.aggregate().count())).isNull());
    truthThen.forEach(
        (start, count) ->
            assertThat(counts.getOrDefault(start, 0L))
                .as("window %s", start)
                .isBetween(count, world.truth.get(start)));
  }
}
