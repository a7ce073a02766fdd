package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A restart with other settings, or without the state. */
class EngineRestartTest {

  private static final long NOON = 1_763_726_400_000L; // 2025-11-21T12:00:00Z
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final TestSeries LOAD = TestSeries.of("acme", "load", "h1", MetricKind.GAUGE);

  private final Outputs outputs = new Outputs();

  @Test
  void aLongerGraceOpensNothingAgain() {
    PartitionEngine before = engine(5);
    before.activate();
    sample(before, 0, 11);
    sample(before, 1, 21); // closes up to 12:15
    Changelog changelog = new Changelog();
    before.writeOut(changelog::put);
    outputs.clear();

    PartitionEngine after = engine(10);
    changelog.entries().forEach(entry -> after.restore(entry.key(), entry.value()));
    after.activate();
    sample(after, 2, 12);

    assertThat(outputs.revisions)
        .as("the window was closed before the restart, the reviser has it")
        .extracting(RevisionRecord::start)
        .contains(NOON + 10 * MINUTE);
    assertThat(after.windowCount()).isEqualTo(1);
  }

  @Test
  void aResultFromBeforeTheStateBeganIsPassedOnAndNoMore() {
    PartitionEngine engine = engine(5);
    engine.activate();

    for (int window = 0; window < 2; window++) {
      Aggregate aggregate = new Aggregate();
      aggregate.add(NOON + window * 15 * MINUTE, 1, false);
      engine.apply(
          new RevisionRecord.Result(
              "acme",
              LOAD.id(),
              LOAD.labels(),
              MetricKind.GAUGE,
              NOON + 60 * MINUTE,
              new Rollup(
                  Window.M5,
                  NOON + window * 15 * MINUTE,
                  new RollupVersion(1, 500, 1),
                  Rollup.State.FINAL,
                  aggregate)),
          outputs);
    }

    assertThat(outputs.ofSeries()).hasSize(2);
    assertThat(engine.seriesCount()).isZero();
  }

  private static PartitionEngine engine(int graceMinutes) {
    return new PartitionEngine(
        new EngineSettings("tidegauge.samples", 0, 1, graceMinutes * MINUTE, 1000, 100));
  }

  private void sample(PartitionEngine engine, long offset, int minute) {
    long at = NOON + minute * MINUTE;
    engine.apply(
        TestRecord.samples("acme", at, List.of(new TestRecord.Point(LOAD, at, minute))).at(offset),
        outputs);
  }
}
