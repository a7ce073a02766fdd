package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What the stores of the live state are told, bit by bit, is what a full hand-over tells. */
class EngineStateTest {

  @Property(tries = 200)
  void changesAddUpToAll(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 2, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 3) int tenants,
      @ForAll @IntRange(min = 3, max = 6) int series) {
    Random random = new Random(~seed);
    List<TestRecord> records = Scenario.of(seed, size, tenants, series);
    int looked = random.nextInt(records.size());
    PartitionEngine engine = EngineAgainstOracleTest.engine();
    engine.addStores();
    Outputs outputs = new Outputs();
    Store store = new Store();
    for (int offset = 0; offset < records.size(); offset++) {
      engine.apply(records.get(offset).at(offset), outputs);
      outputs.clear();
      if (random.nextInt(4) == 0) {
        store.take(engine.collectState(1 + random.nextInt(5)));
      }
      if (random.nextInt(10) == 0) {
        engine.collectLive(1 + random.nextInt(5)); // has marks of its own
      }
      if (offset == looked) {
        store.takeAll(engine);
        Store anew = new Store();
        engine.requestFullState();
        anew.takeAll(engine);
        assertThat(store.fields).isEqualTo(anew.fields);
      }
    }
    store.takeAll(engine);
    assertThat(engine.seriesCount()).isZero();
    assertThat(store.fields).isEmpty();
  }

  @Test
  void nothingIsKeptForStoresThatAreNotThere() {
    PartitionEngine engine = EngineAgainstOracleTest.engine();
    Outputs outputs = new Outputs();
    List<TestRecord> records = Scenario.of(7, 100, 1, 5);
    for (int offset = 0; offset < records.size(); offset++) {
      engine.apply(records.get(offset).at(offset), outputs);
    }

    assertThat(engine.stateBacklog()).isZero();
  }

  @Test
  void aSeriesThatEndedAndComesAgainIsToldWhole() {
    PartitionEngine engine = EngineAgainstOracleTest.engine();
    engine.addStores();
    Store store = new Store();
    sample(engine, 0, 0, 1);
    sample(engine, 1, 20, 2); // closes the window of the first
    store.takeAll(engine);
    Map<String, List<Store.Content>> before = new TreeMap<>(store.fields);
    sample(engine, 2, 21, Double.longBitsToDouble(SampleIntake.STALE_MARKER));
    store.takeAll(engine);
    assertThat(store.fields).isEmpty();

    sample(engine, 3, 22, 3);
    store.takeAll(engine);

    assertThat(store.fields).containsOnlyKeys(before.keySet());
  }

  private static void sample(PartitionEngine engine, long offset, int minute, double value) {
    TestSeries series = TestSeries.of("acme", "load", "h1", MetricKind.GAUGE);
    long timestamp = Scenario.BEGIN + minute * 60_000L;
    TestRecord record =
        TestRecord.samples(
            "acme", timestamp, List.of(new TestRecord.Point(series, timestamp, value)));
    engine.apply(record.at(offset), new Outputs());
  }

  /** Keeps the fields of a series as the stores do: what is told of a length replaces it whole. */
  private static final class Store {

    /** All of a rollup but the version, which says when it was told. */
    private record Content(long start, Rollup.State state, Aggregate aggregate) {}

    final Map<String, List<Content>> fields = new TreeMap<>();

    void takeAll(PartitionEngine engine) {
      while (engine.stateBacklog() > 0) {
        take(engine.collectState(100));
      }
    }

    void take(List<LiveBatch> batches) {
      for (LiveBatch batch : batches) {
        batch.series().forEach(this::take);
      }
    }

    private void take(LiveSeries one) {
      assertThat(one.windows())
          .noneMatch(rollup -> rollup.state() == Rollup.State.FINAL && !one.ended());
      boolean hasLarger = one.windows().stream().anyMatch(rollup -> rollup.window() != Window.M5);
      for (Window window : Window.values()) {
        String field = one.series() + " " + window;
        List<Content> told =
            one.windows().stream()
                .filter(rollup -> rollup.window() == window)
                .map(rollup -> new Content(rollup.start(), rollup.state(), rollup.aggregate()))
                .toList();
        if (one.ended() || (told.isEmpty() && (window == Window.M5 || hasLarger))) {
          fields.remove(field);
        } else if (!told.isEmpty()) {
          fields.put(field, told);
        }
      }
    }
  }
}
