package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.series.MetricKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/**
 * What readers of the live topic see of open windows is right, late samples included, whatever was
 * lost as tasks crashed and moved: what a task had not handed over, and what others had handed over
 * ahead of it.
 */
class EngineLiveTest {

  private static final long GRACE = 300_000;

  @Property(tries = 200)
  void openWindowsEqualTheOracle(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 2, max = 150) int size,
      @ForAll @IntRange(min = 3, max = 6) int series) {
    List<TestRecord> records = new ArrayList<>(Scenario.of(seed, size, 1, series));
    records.removeLast(); // which closes all
    for (int i = 0; i < 3; i++) {
      records.add(TestRecord.tick(0)); // moves nothing on, but comes after all that was taken over
    }
    new Run(new Random(~seed), records).check();
  }

  @Test
  void whatIsTooMuchForARecordComesInSeveral() {
    PartitionEngine engine =
        new PartitionEngine(new EngineSettings("tidegauge.samples", 0, 1, GRACE, 10_000, 10_000));
    engine.activate();
    List<TestRecord.Point> points = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      TestSeries series =
          TestSeries.of("acme", "cpu", "a-host-with-a-name-of-its-own-" + i, MetricKind.GAUGE);
      points.add(new TestRecord.Point(series, 1_000_000, i));
    }
    engine.apply(TestRecord.samples("acme", 1_000_000, points).at(7), new Outputs());

    List<LiveRecord> records = engine.collectLive(5_999);
    List<LiveBatch> batches = LiveRecords.read(records);
    assertThat(records).hasSizeGreaterThan(1);
    assertThat(records)
        .allSatisfy(record -> assertThat(record.value()).hasSizeLessThan(256 * 1024));
    assertThat(batches).allSatisfy(batch -> assertThat(batch.watermark()).isEqualTo(1_000_000));
    assertThat(batches).allSatisfy(batch -> assertThat(batch.offset()).isEqualTo(7));
    assertThat(
            batches.stream()
                .flatMap(batch -> batch.series().stream())
                .map(series -> series.labels().value(1))
                .distinct())
        .hasSize(5_999);
    assertThat(LiveRecords.read(engine.collectLive(5_999)))
        .singleElement()
        .satisfies(batch -> assertThat(batch.series()).hasSize(1));
  }

  /** One run of it. */
  private static final class Run {
    private final Random random;
    private final List<TestRecord> records;
    private final Map<String, TestSeries> byId = new HashMap<>();
    private final Oracle oracle = new Oracle(GRACE, true);
    private final TestReviser reviser;
    private final LiveReader reader = new LiveReader(GRACE);
    private final Changelog changelog = new Changelog();
    private final List<RevisionRecord.Request> requests = new ArrayList<>();
    private final List<RevisionRecord.Result> results = new ArrayList<>();
    private final Outputs outputs = new Outputs();
    private PartitionEngine engine = EngineAgainstOracleTest.engine();
    private int answered;
    private int next;
    private int nextResult;
    private int committed;
    private int committedResult;

    /** The first record that nobody has processed before the task was taken over. */
    private int unseen;

    private boolean caughtUp = true;

    Run(Random random, List<TestRecord> records) {
      this.random = random;
      this.records = records;
      for (TestRecord record : records) {
        record.points().forEach(p -> byId.put(p.series().id().toString(), p.series()));
        oracle.apply(record);
      }
      this.reviser = new TestReviser(GRACE, records, byId);
    }

    void check() {
      int faults = 0;
      int last = records.size() - 3;
      while (next < last || nextResult < results.size() || answered < requests.size()) {
        step(last);
        if (random.nextInt(5) == 0) {
          read(1 + random.nextInt(6));
        }
        boolean inputIsOver = next == last && nextResult == results.size();
        if (random.nextInt(10) == 0 || inputIsOver) {
          commit();
        }
        if (random.nextInt(12) == 0 && faults < 10) {
          faults++;
          takeOver();
        }
      }
      while (next < records.size()) {
        step(records.size());
      }
      do {
        read(100);
      } while (engine.liveBacklog() > 0);
      compare(reader);

      // Who knows nothing of before knows all after one round, in as many parts as it may have.
      LiveReader late = new LiveReader(GRACE);
      int parts = 1 + random.nextInt(5);
      for (int i = 0; i <= parts; i++) {
        engine.refreshLive(1.0 / parts);
        late.read(LiveRecords.read(engine.collectLive(1000)));
      }
      compare(late);
    }

    /** As the live topic has it. */
    private void read(int limit) {
      if (random.nextInt(4) == 0) {
        engine.refreshLive(random.nextDouble());
      }
      reader.read(LiveRecords.read(engine.collectLive(limit)));
    }

    private void step(int end) {
      if (answered < requests.size() && (random.nextInt(4) == 0 || next == end)) {
        results.addAll(reviser.answer(requests.get(answered++)));
      } else if (nextResult < results.size() && (random.nextInt(3) == 0 || next == end)) {
        engine.apply(results.get(nextResult++), outputs);
      } else if (next < end) {
        engine.behind(random.nextInt(3) == 0);
        engine.apply(records.get(next).at(next), outputs);
        next++;
        if (!caughtUp && next > unseen) {
          caughtUp = true;
          engine.requestFullLive();
        }
      }
    }

    private void commit() {
      engine.writeOut(changelog::put);
      requests.addAll(outputs.revisions);
      outputs.clear();
      committed = next;
      committedResult = nextResult;
    }

    /** What was collected last, and what was not collected yet, is lost. */
    private void takeOver() {
      if (random.nextBoolean()) {
        commit();
      }
      engine.collectLive(1 + random.nextInt(20));
      unseen = Math.max(unseen, next);
      caughtUp = false;
      outputs.clear();
      engine = EngineCrashTest.restored(engine, changelog, random);
      next = committed;
      nextResult = committedResult;
    }

    private void compare(LiveReader of) {
      for (Oracle.Key key : oracle.keys()) {
        if (!oracle.isFinal(key)) {
          Aggregate seen = of.at(key.series().id().toString(), key.window(), key.start());
          AggregateAssert.assertSame(
              "live " + key,
              Objects.requireNonNull(seen, "unknown: " + key),
              oracle.aggregate(key));
        }
      }
    }
  }
}
