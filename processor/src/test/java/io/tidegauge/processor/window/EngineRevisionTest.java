package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * Late samples, answered by a reviser at any time, through crashes at any point: once all answers
 * are in, the highest version of every window is what the oracle says of all samples, the late ones
 * too.
 */
class EngineRevisionTest {

  private static final long GRACE = 300_000;

  @Property(tries = 150)
  void highestVersionsEqualTheOracleOfAllSamples(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 250) int size,
      @ForAll @IntRange(min = 1, max = 2) int tenants,
      @ForAll @IntRange(min = 3, max = 6) int series) {
    List<TestRecord> records = Scenario.of(seed, size, tenants, series);
    Map<String, TestSeries> byId = new HashMap<>();
    Oracle oracle = new Oracle(GRACE, true);
    for (TestRecord record : records) {
      record.points().forEach(p -> byId.put(p.series().id().toString(), p.series()));
      oracle.apply(record);
    }
    new Run(new Random(seed ^ 0xC0FFEEL), records, byId).check(oracle);
  }

  /** One run of it, with the broker's part. */
  private static final class Run {
    private final Random random;
    private final List<TestRecord> records;
    private final Map<String, TestSeries> byId;
    private final TestReviser reviser;
    private final Changelog changelog = new Changelog();
    private final List<RollupRecord> committed = new ArrayList<>();

    /** The revisions topic: what is committed of it, and how far it was answered and taken in. */
    private final List<RevisionRecord.Request> requests = new ArrayList<>();

    private final List<RevisionRecord.Result> results = new ArrayList<>();
    private int answered;

    private PartitionEngine engine = EngineAgainstOracleTest.engine();
    private final Outputs outputs = new Outputs();
    private int nextRecord;
    private int nextResult;
    private int committedRecord;
    private int committedResult;

    Run(Random random, List<TestRecord> records, Map<String, TestSeries> byId) {
      this.random = random;
      this.records = records;
      this.byId = byId;
      this.reviser = new TestReviser(GRACE, records, byId);
    }

    void check(Oracle oracle) {
      int crashes = 0;
      while (nextRecord < records.size()
          || nextResult < results.size()
          || answered < requests.size()) {
        step();
        boolean inputIsOver = nextRecord == records.size() && nextResult == results.size();
        if (random.nextInt(8) == 0 || inputIsOver) {
          commit();
        }
        if (random.nextInt(12) == 0 && crashes < 15) {
          crashes++;
          outputs.clear();
          engine = EngineCrashTest.restored(engine, changelog, random);
          nextRecord = committedRecord;
          nextResult = committedResult;
        }
      }

      Map<Oracle.Key, Rollup> newest = new HashMap<>();
      for (RollupRecord rollup : committed) {
        if (rollup instanceof RollupRecord.OfSeries one) {
          newest.merge(
              EngineAgainstOracleTest.key(one, byId),
              one.rollup(),
              (a, b) -> {
                int order = a.version().compareTo(b.version());
                if (order == 0) {
                  AggregateAssert.assertSame(
                      "one version, one value", a.aggregate(), b.aggregate());
                }
                return order > 0 ? a : b;
              });
        }
      }
      assertThat(newest.keySet()).containsExactlyInAnyOrderElementsOf(oracle.keys());
      newest.forEach(
          (key, rollup) -> {
            assertThat(rollup.state()).as("%s", key).isEqualTo(Rollup.State.FINAL);
            AggregateAssert.assertSame(key, rollup.aggregate(), oracle.aggregate(key));
          });
      assertThat(changelog.seriesEntries()).as("what is left of the series").isEmpty();
    }

    private void step() {
      boolean canRead = nextRecord < records.size();
      if (answered < requests.size() && (random.nextInt(6) == 0 || !canRead)) {
        results.addAll(reviser.answer(requests.get(answered++)));
      } else if (nextResult < results.size() && (random.nextInt(3) == 0 || !canRead)) {
        engine.apply(results.get(nextResult++), outputs);
      } else if (canRead) {
        engine.apply(records.get(nextRecord).at(nextRecord), outputs);
        nextRecord++;
      }
    }

    private void commit() {
      engine.writeOut(changelog::put);
      committed.addAll(outputs.rollups);
      requests.addAll(outputs.revisions);
      outputs.clear();
      committedRecord = nextRecord;
      committedResult = nextResult;
    }
  }
}
