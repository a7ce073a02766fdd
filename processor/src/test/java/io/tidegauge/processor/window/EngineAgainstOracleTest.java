package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

/** The engine gives what the oracle says: final and provisional windows, live state, counts. */
class EngineAgainstOracleTest {

  private static final long GRACE = 300_000;

  /** Two samples to an entry of the changelog, so that many windows have several. */
  static final EngineSettings SETTINGS =
      new EngineSettings("tidegauge.samples", 0, 1, GRACE, 1000, 100, 2);

  @Property(tries = 150)
  void allWindowsEqualTheOracle(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 400) int size,
      @ForAll @IntRange(min = 1, max = 3) int tenants,
      @ForAll @IntRange(min = 3, max = 9) int series) {
    PartitionEngine engine = engine();
    Oracle oracle = new Oracle(GRACE);
    Map<Oracle.Key, Rollup> finals = new HashMap<>();
    Map<Oracle.Key, RollupVersion> versions = new HashMap<>();
    Map<String, Long> marks = new HashMap<>();
    Map<String, TestSeries> byId = new HashMap<>();
    Outputs outputs = new Outputs();
    LiveReader reader = new LiveReader();
    long offset = 0;
    for (TestRecord record : Scenario.of(seed, size, tenants, series)) {
      record.points().forEach(p -> byId.put(p.series().id().toString(), p.series()));
      oracle.apply(record);
      engine.apply(record.at(offset), outputs);
      for (RollupRecord rollup : outputs.rollups) {
        switch (rollup) {
          case RollupRecord.Mark mark -> {
            Long before = marks.put(mark.tenant(), mark.watermark());
            assertThat(before == null || before < mark.watermark()).isTrue();
          }
          case RollupRecord.OfSeries one -> {
            Oracle.Key key = key(one, byId);
            assertThat(one.rollup().version()).isEqualTo(new RollupVersion(1, offset, 0));
            RollupVersion before = versions.put(key, one.rollup().version());
            assertThat(before == null || before.compareTo(one.rollup().version()) < 0).isTrue();
            assertThat(finals).doesNotContainKey(key);
            boolean isFinal = one.rollup().state() == Rollup.State.FINAL;
            assertThat(oracle.isFinal(key)).isEqualTo(isFinal);
            AggregateAssert.assertSame(key, one.rollup().aggregate(), oracle.aggregate(key));
            if (isFinal) {
              finals.put(key, one.rollup());
            }
          }
        }
      }
      outputs.clear();
      if (offset % 7 == 0) {
        do { // a series that ended and came again comes in the batches after its end
          reader.read(LiveRecords.read(engine.collectLive(1_000)));
        } while (engine.liveBacklog() > 0);
        reader.assertAgrees(oracle, byId);
      }
      offset++;
    }
    assertThat(finals.keySet()).containsExactlyInAnyOrderElementsOf(oracle.keys());
    assertThat(engine.seriesCount()).isZero();
    assertThat(engine.windowCount()).isZero();
    Map<String, Long> counts = new HashMap<>();
    engine.counters().forEach(counts::put);
    assertThat(counts)
        .containsEntry("late", oracle.late)
        .containsEntry("duplicates", oracle.duplicates)
        .containsEntry("conflicts", oracle.conflicts);
    while (engine.liveBacklog() > 0) {
      reader.read(LiveRecords.read(engine.collectLive(3)));
    }
    assertThat(reader.alive).isEmpty();
  }

  static PartitionEngine engine() {
    PartitionEngine engine = new PartitionEngine(SETTINGS);
    engine.activate();
    return engine;
  }

  static Oracle.Key key(RollupRecord.OfSeries rollup, Map<String, TestSeries> byId) {
    TestSeries series = Objects.requireNonNull(byId.get(rollup.series().toString()));
    assertThat(series.tenant()).isEqualTo(rollup.tenant());
    assertThat(series.kind()).isEqualTo(rollup.kind());
    assertThat(series.labels().metric()).isEqualTo(rollup.metric());
    return new Oracle.Key(series, rollup.rollup().window(), rollup.rollup().start());
  }

  /** Keeps live state as a query node does. */
  private static final class LiveReader {
    final Map<String, TreeMap<Long, Rollup>[]> alive = new HashMap<>();

    void read(List<LiveBatch> batches) {
      for (LiveBatch batch : batches) {
        for (LiveSeries one : batch.series()) {
          read(one);
        }
      }
    }

    private void read(LiveSeries one) {
      String id = one.series().toString();
      TreeMap<Long, Rollup>[] windows = alive.computeIfAbsent(id, key -> newWindows());
      boolean dayIsOver = false;
      boolean open = false;
      for (Rollup rollup : one.windows()) {
        windows[rollup.window().ordinal()].put(rollup.start(), rollup);
        dayIsOver |= rollup.window() == Window.H24 && rollup.state() == Rollup.State.FINAL;
        open |= rollup.state() != Rollup.State.FINAL;
      }
      for (Rollup rollup : one.windows()) {
        if (rollup.window() == Window.M5 && rollup.state() == Rollup.State.PROVISIONAL) {
          assertBasesAreKnown(rollup.start(), windows);
        }
      }
      if (one.ended() && dayIsOver && !open) {
        alive.remove(id);
      }
    }

    /** Without it a reader could not say anything of the larger windows of an open one. */
    private static void assertBasesAreKnown(long start, TreeMap<Long, Rollup>[] windows) {
      for (Window window : List.of(Window.M15, Window.H1, Window.H24)) {
        assertThat(windows[window.ordinal()]).containsKey(window.start(start));
      }
    }

    void assertAgrees(Oracle oracle, Map<String, TestSeries> byId) {
      for (Oracle.Key key : oracle.keys()) {
        String id = key.series().id().toString();
        assertThat(byId).containsKey(id);
        Aggregate live = live(key, alive.get(id));
        if (!oracle.isFinal(key)) {
          AggregateAssert.assertSame("live " + key, live, oracle.aggregate(key));
        }
      }
    }

    private static Aggregate live(Oracle.Key key, TreeMap<Long, Rollup> @Nullable [] windows) {
      Aggregate total = new Aggregate();
      if (windows == null) {
        return total;
      }
      boolean counter = key.series().kind() == MetricKind.COUNTER;
      long end = key.window().end(key.start());
      List<Rollup> parts = new ArrayList<>();
      for (Window window : Window.values()) {
        for (Rollup rollup : windows[window.ordinal()].subMap(key.start(), end).values()) {
          boolean isPart =
              window == Window.M5 && rollup.state() == Rollup.State.PROVISIONAL
                  || rollup.state() == Rollup.State.BASE
                      && window.compareTo(key.window()) <= 0
                      && !isClosedLater(rollup, windows);
          if (isPart) {
            parts.add(rollup);
          }
        }
      }
      parts.sort(
          (a, b) ->
              a.start() != b.start()
                  ? Long.compare(a.start(), b.start())
                  : b.window().compareTo(a.window()));
      parts.forEach(part -> total.mergeOverTime(part.aggregate(), counter));
      return total;
    }

    /** A base whose window is final has been replaced under the same key, so never. */
    private static boolean isClosedLater(Rollup base, TreeMap<Long, Rollup>[] windows) {
      Rollup now = windows[base.window().ordinal()].get(base.start());
      return now != null && now.state() == Rollup.State.FINAL;
    }

    @SuppressWarnings("unchecked")
    private static TreeMap<Long, Rollup>[] newWindows() {
      TreeMap<Long, Rollup>[] windows = (TreeMap<Long, Rollup>[]) new TreeMap<?, ?>[4];
      for (int i = 0; i < 4; i++) {
        windows[i] = new TreeMap<>();
      }
      return windows;
    }
  }
}
