package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/**
 * Crashes at any point: the tables are rebuilt from the changelog of the last commit (with as much
 * of what is outdated as compaction may leave), records come again from the committed offset, and
 * what is committed in the end is what the oracle says.
 */
class EngineCrashTest {

  private static final long GRACE = 300_000;

  @Property(tries = 100)
  void committedOutputEqualsTheOracle(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll @IntRange(min = 1, max = 3) int tenants,
      @ForAll @IntRange(min = 3, max = 6) int series) {
    Random random = new Random(seed ^ 0x5DEECE66DL);
    List<TestRecord> records = Scenario.of(seed, size, tenants, series);
    Map<String, TestSeries> byId = new HashMap<>();
    Oracle oracle = new Oracle(GRACE);
    for (TestRecord record : records) {
      record.points().forEach(p -> byId.put(p.series().id().toString(), p.series()));
      oracle.apply(record);
    }

    Changelog changelog = new Changelog();
    List<RollupRecord> committed = new ArrayList<>();
    PartitionEngine engine = EngineAgainstOracleTest.engine();
    Outputs outputs = new Outputs();
    int committedTo = 0;
    int crashes = 0;
    for (int i = 0; i < records.size(); i++) {
      engine.behind(random.nextInt(3) == 0);
      engine.apply(records.get(i).at(i), outputs);
      if (random.nextInt(10) == 0 || i == records.size() - 1) {
        engine.writeOut(changelog::put);
        committed.addAll(outputs.rollups);
        outputs.clear();
        committedTo = i + 1;
      }
      if (random.nextInt(10) == 0 && crashes < 20) {
        crashes++;
        outputs.clear();
        engine = restored(engine, changelog, random);
        i = committedTo - 1;
      }
    }

    Map<Oracle.Key, Rollup> finals = new HashMap<>();
    for (RollupRecord rollup : committed) {
      if (rollup instanceof RollupRecord.OfSeries one
          && one.rollup().state() == Rollup.State.FINAL) {
        Oracle.Key key = EngineAgainstOracleTest.key(one, byId);
        assertThat(finals.put(key, one.rollup())).as("final once: %s", key).isNull();
        AggregateAssert.assertSame(key, one.rollup().aggregate(), oracle.aggregate(key));
      }
    }
    assertThat(finals.keySet()).containsExactlyInAnyOrderElementsOf(oracle.keys());
    assertThat(changelog.seriesEntries()).as("what is left of the series").isEmpty();
  }

  @Test
  void parentsThatWereDueAreWrittenAfterACrash() {
    TestSeries load = TestSeries.of("acme", "load1", "h1", MetricKind.GAUGE);
    PartitionEngine engine = EngineAgainstOracleTest.engine();
    Changelog changelog = new Changelog();
    Outputs outputs = new Outputs();
    engine.behind(true);
    for (int minute = 0; minute < 70; minute++) {
      long at = minute * 60_000L;
      engine.apply(
          TestRecord.samples("acme", at, List.of(new TestRecord.Point(load, at, minute)))
              .at(minute),
          outputs);
    }
    engine.apply(TestRecord.tick(70 * 60_000L + GRACE).at(70), outputs);
    engine.writeOut(changelog::put);
    assertThat(provisional(outputs)).isEmpty();

    engine = restored(engine, changelog, new Random(1));
    engine.writeParents(outputs);
    assertThat(provisional(outputs))
        .extracting(Rollup::window, rollup -> rollup.aggregate().count())
        .containsExactly(tuple(Window.M15, 10L), tuple(Window.H24, 70L));

    outputs.clear();
    engine.writeOut(changelog::put);
    engine = restored(engine, changelog, new Random(2));
    engine.writeParents(outputs);
    assertThat(provisional(outputs)).as("what was written is not due").isEmpty();
  }

  private static List<Rollup> provisional(Outputs outputs) {
    return outputs.ofSeries().stream()
        .map(RollupRecord.OfSeries::rollup)
        .filter(rollup -> rollup.state() == Rollup.State.PROVISIONAL)
        .toList();
  }

  /** A new process, or the same engine closed and opened again: both must do. */
  static PartitionEngine restored(PartitionEngine old, Changelog changelog, Random random) {
    PartitionEngine engine = old;
    if (random.nextBoolean()) {
      engine.clear();
    } else {
      engine = new PartitionEngine(EngineAgainstOracleTest.SETTINGS);
    }
    for (Changelog.Entry entry : changelog.entries(random)) {
      engine.restore(entry.key(), entry.value());
    }
    engine.activate();
    return engine;
  }
}
