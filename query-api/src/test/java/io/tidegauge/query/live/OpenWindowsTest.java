package io.tidegauge.query.live;

import static io.tidegauge.query.support.Samples.rollup;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OpenWindowsTest {

  /** A day's start. */
  private static final long DAY = 20_000L * Window.H24.millis();

  private static final long HOUR = DAY + 2 * Window.H1.millis();
  private static final long M5 = Window.M5.millis();

  private static SeriesState series(MetricKind kind, Rollup... windows) {
    LiveState state =
        new LiveState("tag", 1, Limits.live(1, 64, 1), Duration.ofMinutes(5), (t, server) -> {});
    SeriesId id = new SeriesId(1, 2);
    LiveSeries told =
        new LiveSeries(
            id, Labels.of("load", "host", "a"), kind, 1, DAY, 0, false, List.of(windows));
    state.apply(
        0,
        1,
        LiveCodec.encode(
            new LiveBatch("t", 1, 1, LiveBatch.UNKNOWN, LiveBatch.UNKNOWN, List.of(told))));
    return Objects.requireNonNull(Objects.requireNonNull(state.tenant("t")).series(id));
  }

  private static Rollup at(SeriesState series, Window window, long start) {
    return Objects.requireNonNull(OpenWindows.at(series, window, start));
  }

  private static Rollup empty(Window window, long start) {
    return new Rollup(window, start, new RollupVersion(1, 1, 0), State.BASE, new Aggregate());
  }

  @Test
  void anOpenWindowIsItsBaseAndItsOpenChildren() {
    SeriesState series =
        series(
            MetricKind.GAUGE,
            rollup(Window.M5, HOUR + 4 * M5, 30, State.PROVISIONAL, 5),
            rollup(Window.M5, HOUR + 5 * M5, 31, State.PROVISIONAL, 6),
            rollup(Window.M5, HOUR + 3 * M5, 20, State.FINAL, 4),
            rollup(Window.M15, HOUR + 3 * M5, 20, State.BASE, 4),
            rollup(Window.H1, HOUR, 10, State.BASE, 1, 2, 3),
            rollup(Window.H24, DAY, 9, State.BASE, 100));

    Rollup quarter = at(series, Window.M15, HOUR + 3 * M5);
    assertThat(quarter.state()).isEqualTo(State.PROVISIONAL);
    assertThat(quarter.version()).isEqualTo(new RollupVersion(1, 31, 0));
    assertThat(quarter.aggregate().sum()).isEqualTo(15);
    assertThat(quarter.aggregate().first()).isEqualTo(4);
    assertThat(quarter.aggregate().last()).isEqualTo(6);
    assertThat(at(series, Window.H1, HOUR).aggregate().sum()).isEqualTo(21);
    assertThat(at(series, Window.H24, DAY).aggregate().sum()).isEqualTo(121);
    assertThat(at(series, Window.H24, DAY).aggregate().count()).isEqualTo(7);
  }

  @Test
  void countersJoinAcrossChildren() {
    Rollup base =
        new Rollup(
            Window.M15,
            HOUR,
            new RollupVersion(1, 5, 0),
            State.BASE,
            io.tidegauge.query.support.Samples.aggregate(true, HOUR, 10, 20));
    Rollup open =
        new Rollup(
            Window.M5,
            HOUR + M5,
            new RollupVersion(1, 6, 0),
            State.PROVISIONAL,
            io.tidegauge.query.support.Samples.aggregate(true, HOUR + M5, 3, 8));

    assertThat(at(series(MetricKind.COUNTER, base, open), Window.M15, HOUR).aggregate().increase())
        .isEqualTo(10 + 3 + 5);
    assertThat(base.aggregate().increase()).isEqualTo(10);
  }

  @Test
  void nothingIsSaidOfAWindowWhoseBaseIsNotKnown() {
    SeriesState series =
        series(MetricKind.GAUGE, rollup(Window.M5, HOUR + M5, 30, State.PROVISIONAL, 5));

    assertThat(OpenWindows.at(series, Window.M15, HOUR)).isNull();
    assertThat(OpenWindows.at(series, Window.H1, HOUR)).isNull();
    assertThat(OpenWindows.at(series, Window.H24, DAY)).isNull();
  }

  @Test
  void anEmptyBaseOrAnOpenFirstChildIsEnough() {
    Rollup open = rollup(Window.M5, HOUR + M5, 30, State.PROVISIONAL, 5);
    SeriesState withBases =
        series(
            MetricKind.GAUGE,
            open,
            empty(Window.M15, HOUR),
            empty(Window.H1, HOUR),
            empty(Window.H24, DAY));
    assertThat(at(withBases, Window.H24, DAY).aggregate().count()).isEqualTo(1);

    SeriesState fromTheStart =
        series(MetricKind.GAUGE, rollup(Window.M5, DAY, 30, State.PROVISIONAL, 5, 6));
    assertThat(at(fromTheStart, Window.H24, DAY).aggregate().count()).isEqualTo(2);
  }

  @Test
  void aMissingBaseOfAChildMakesTheParentUnknown() {
    SeriesState series =
        series(
            MetricKind.GAUGE,
            rollup(Window.M5, HOUR + M5, 30, State.PROVISIONAL, 5),
            rollup(Window.H1, HOUR, 10, State.BASE, 1));

    assertThat(OpenWindows.at(series, Window.H1, HOUR)).isNull();
  }

  @Test
  void closedWindowsAreTakenAsTheyAre() {
    SeriesState series =
        series(
            MetricKind.GAUGE,
            rollup(Window.M15, HOUR, 10, State.FINAL, 1, 2),
            rollup(Window.M15, HOUR + 3 * M5, 11, State.BASE, 3),
            rollup(Window.M5, HOUR + 4 * M5, 12, State.PROVISIONAL, 4));

    assertThat(OpenWindows.of(series, Window.M15, HOUR, HOUR + 6 * M5))
        .extracting(r -> r.aggregate().sum())
        .containsExactly(3.0, 7.0);
    assertThat(OpenWindows.of(series, Window.M15, HOUR + 1, HOUR + 6 * M5)).hasSize(1);
    assertThat(Objects.requireNonNull(OpenWindows.newest(series, Window.M15)).start())
        .isEqualTo(HOUR + 3 * M5);
  }

  @Test
  void mergingLeavesTheEntriesAsTheyWere() {
    Rollup base = rollup(Window.M15, HOUR, 10, State.BASE, 1);
    SeriesState series =
        series(MetricKind.GAUGE, base, rollup(Window.M5, HOUR + M5, 12, State.PROVISIONAL, 4));

    at(series, Window.M15, HOUR);
    at(series, Window.M15, HOUR);

    assertThat(base.aggregate().count()).isEqualTo(1);
    assertThat(base.aggregate().sketch().count()).isEqualTo(1);
  }
}
