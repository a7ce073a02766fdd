package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.OverflowSeries;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.window.Window;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Over the limit of series every sample counts in one series or is refused, never in two. */
class EngineOverflowTest {

  private static final long NOON = Scenario.BEGIN;
  private static final long MINUTE = 60_000;
  private static final long DAY = Window.H24.millis();
  private static final double STALE = Double.longBitsToDouble(SampleIntake.STALE_MARKER);
  private static final Labels OVERFLOW = OverflowSeries.labels("load", 0);

  private final Outputs outputs = new Outputs();
  private final Changelog changelog = new Changelog();
  private PartitionEngine engine = engine();
  private long offset;

  EngineOverflowTest() {
    engine.activate();
  }

  @Test
  void aLateSampleOfASeriesThatCountsInTheOverflowSeriesIsRefused() {
    sample("in", NOON, 1);
    sample("over", NOON + 1, 2); // no room: overflow
    sample("in", NOON + 20 * MINUTE, 3); // closes 12:00
    outputs.clear();

    sample("over", NOON + 2, 4);

    assertThat(outputs.revisions).as("its raw samples are counted in the overflow").isEmpty();
    assertThat(outputs.rejects)
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.reason()).isEqualTo(RejectReason.SERIES_LIMIT);
              assertThat(reject.series()).contains("over");
              assertThat(reject.timestamp()).isEqualTo(NOON + 2);
              assertThat(reject.value()).isEqualTo(4);
            });
  }

  @Test
  void itIsRefusedWhenThereIsRoomAgainAndAfterARestart() {
    sample("in", NOON, 1);
    sample("over", NOON + 1, 2);
    restart();
    tick(NOON + 2 * DAY); // all is closed, there is room again
    restart();
    outputs.clear();

    sample("over", NOON + 2, 4);
    sample("in", NOON + 3, 5);

    assertThat(outputs.revisions).isEmpty();
    assertThat(outputs.rejects).hasSize(2);
  }

  @Test
  void aDayWithoutOverflowIsRevised() {
    sample("in", NOON, 1);
    tick(NOON + 2 * DAY);
    sample("in", NOON + 2 * DAY, 1);
    sample("over", NOON + 2 * DAY, 2); // another day has overflow
    outputs.clear();

    sample("in", NOON + 1, 4);

    assertThat(outputs.revisions)
        .singleElement()
        .extracting(RevisionRecord::start)
        .isEqualTo(Window.M5.start(NOON));
    assertThat(outputs.rejects).isEmpty();
  }

  @Test
  void aLateSampleOfAnUnknownSeriesIsRefusedWhereThereIsNoRoom() {
    sample("in", NOON, 1);
    sample("in", NOON + 20 * MINUTE, 1);
    outputs.clear();

    sample("new", NOON, 4);

    assertThat(outputs.revisions).isEmpty();
    assertThat(outputs.rejects)
        .extracting(RejectRecord::reason)
        .containsExactly(RejectReason.SERIES_LIMIT);
  }

  @Test
  void aRevisedWindowMakesNoSeriesOverTheLimit() {
    sample("in", NOON, 1);
    sample("in", NOON + 12 * MINUTE, 1); // closes 12:00, its 15m stays open
    outputs.clear();
    Aggregate aggregate = new Aggregate();
    aggregate.add(NOON, 4, false);
    TestSeries late = load("late");

    engine.apply(
        new RevisionRecord.Result(
            "acme",
            late.id(),
            late.labels(),
            MetricKind.GAUGE,
            NOON + 12 * MINUTE,
            new Rollup(Window.M5, NOON, new RollupVersion(1, 0, 1), Rollup.State.FINAL, aggregate)),
        outputs);

    assertThat(engine.seriesCount()).isEqualTo(1);
    assertThat(outputs.ofSeries()).as("the window itself counts").hasSize(1);
    assertThat(outputs.rejects)
        .singleElement()
        .satisfies(reject -> assertThat(reject.message()).contains("15m"));
  }

  @Test
  void aStaleMarkerOfOneSeriesDoesNotEndTheOthersOverflow() {
    sample("in", NOON, 1);

    apply(
        new TestRecord.Point(load("over"), NOON + 1, 2),
        new TestRecord.Point(load("over"), NOON + 2, STALE));

    LiveSeries overflow =
        LiveRecords.read(engine.collectLive(10)).stream()
            .flatMap(batch -> batch.series().stream())
            .filter(series -> series.labels().equals(OVERFLOW))
            .findFirst()
            .orElseThrow();
    assertThat(overflow.ended()).isFalse();
  }

  @Test
  void everySampleOnTimeCountsInOneSeries() {
    for (int i = 0; i < 30; i++) {
      sample("s" + i % 5, NOON + i * 1000, i);
    }
    tick(NOON + 2 * DAY);

    List<RollupRecord.OfSeries> days =
        outputs.ofSeries().stream()
            .filter(one -> one.rollup().window() == Window.H24)
            .filter(one -> one.rollup().state() == Rollup.State.FINAL)
            .toList();
    assertThat(days).hasSize(2);
    assertThat(days.stream().mapToLong(one -> one.rollup().aggregate().count()).sum())
        .isEqualTo(30);
    assertThat(days)
        .filteredOn(one -> one.series().equals(SeriesHasher.of("acme", OVERFLOW)))
        .singleElement()
        .satisfies(one -> assertThat(one.rollup().aggregate().count()).isEqualTo(24));
    assertThat(engine.seriesCount()).isZero();
    restart();
    sample("again", NOON + 3 * DAY, 1);
    assertThat(engine.seriesCount()).as("there is room again").isEqualTo(1);
  }

  @Test
  void aSenderThatUsesTheLabelDoesNotGetPastTheLimit() {
    sample("in", NOON, 1);
    for (int i = 0; i < 3; i++) {
      TestSeries own = new TestSeries("acme", OverflowSeries.labels("m" + i, 7), MetricKind.GAUGE);
      apply(new TestRecord.Point(own, NOON + i, 1));
    }

    assertThat(LiveRecords.read(engine.collectLive(10)).getFirst().series())
        .noneMatch(series -> "7".equals(series.labels().get("tidegauge_partition")));
  }

  private static PartitionEngine engine() {
    return new PartitionEngine(new EngineSettings("tidegauge.samples", 0, 1, 5 * MINUTE, 1, 10));
  }

  private void restart() {
    engine.writeOut(changelog::put);
    engine = engine();
    changelog.entries().forEach(entry -> engine.restore(entry.key(), entry.value()));
    engine.activate();
  }

  private void sample(String host, long timestamp, double value) {
    apply(new TestRecord.Point(load(host), timestamp, value));
  }

  private void apply(TestRecord.Point... points) {
    long received = points[points.length - 1].timestamp();
    engine.apply(TestRecord.samples("acme", received, Arrays.asList(points)).at(offset++), outputs);
  }

  private void tick(long received) {
    engine.apply(TestRecord.tick(received).at(offset++), outputs);
  }

  private static TestSeries load(String host) {
    return TestSeries.of("acme", "load", host, MetricKind.GAUGE);
  }
}
