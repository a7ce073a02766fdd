package io.tidegauge.query.live;

import static io.tidegauge.query.support.Samples.ended;
import static io.tidegauge.query.support.Samples.gauge;
import static io.tidegauge.query.support.Samples.rollup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.query.live.LiveState.Outcome;
import io.tidegauge.query.support.Limits;
import io.tidegauge.query.support.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveStateTest {

  private static final String TENANT = "t";
  private static final Labels LABELS = Labels.of("load", "host", "web-1");
  private static final long T = 1_800_000_000_000L;
  private static final long M5 = Window.M5.millis();

  private final List<String> seen = new ArrayList<>();
  private LiveState state = state(10);
  private long liveOffset;

  private LiveState state(int series) {
    return new LiveState(
        "tag",
        2,
        Limits.live(series, 8, 2),
        Duration.ofMinutes(5),
        (tenant, server) -> seen.add(tenant + "/" + server));
  }

  private void apply(long watermark, long stored, LiveSeries... series) {
    state.apply(
        0,
        liveOffset++,
        LiveCodec.encode(new LiveBatch(TENANT, 1, 0, watermark, stored, List.of(series))));
  }

  private SeriesState known() {
    return Objects.requireNonNull(tenant().series(Samples.id(TENANT, LABELS)));
  }

  private TenantState tenant() {
    return Objects.requireNonNull(state.tenant(TENANT));
  }

  @Test
  void aTenantThatOnlySubscribersNameIsForgottenWithThem() {
    TenantState named = state.tenantForSubscriber("anybody");
    assertThat(state.tenantForSubscriber("anybody")).isSameAs(named);
    state.letGo(named);
    assertThat(state.tenant("anybody")).isSameAs(named);
    state.letGo(named);
    assertThat(state.tenant("anybody")).isNull();

    TenantState before = state.tenantForSubscriber(TENANT);
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1));
    state.letGo(before);
    assertThat(tenant()).isSameAs(before);
    assertThat(known().lastValue()).isEqualTo(1);
  }

  @Test
  void keepsTheHighestVersionOfEachWindow() {
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1, rollup(Window.M5, T, 5, State.PROVISIONAL, 1)));
    apply(
        T,
        T,
        gauge(
            TENANT,
            LABELS,
            7,
            T + 1,
            2,
            rollup(Window.M5, T, 7, State.PROVISIONAL, 1, 2),
            rollup(Window.M5, T - M5, 4, State.FINAL, 9)));
    apply(T, T, gauge(TENANT, LABELS, 8, T + 2, 3, rollup(Window.M5, T, 6, State.PROVISIONAL, 1)));

    assertThat(known().entries()).hasSize(2);
    assertThat(Objects.requireNonNull(known().entry(Window.M5, T)).rollup().aggregate().count())
        .isEqualTo(2);
    assertThat(known().lastValue()).isEqualTo(3);
  }

  @Test
  void ignoresAnEntryOfALowerOffset() {
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1));
    apply(T, T, gauge(TENANT, LABELS, 4, T - 1, 9));

    assertThat(known().lastValue()).isEqualTo(1);
    assertThat(state.outcomes(Outcome.OUTDATED)).isEqualTo(1);
  }

  @Test
  void finalWinsOverProvisionalOfTheSameVersion() {
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1, rollup(Window.M5, T, 5, State.FINAL, 1, 2)));
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1, rollup(Window.M5, T, 5, State.PROVISIONAL, 1)));

    assertThat(Objects.requireNonNull(known().entry(Window.M5, T)).state()).isEqualTo(State.FINAL);
  }

  @Test
  void keepsAClosedWindowUntilHistoryHasPassedItsEndAndGrace() {
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1, rollup(Window.M5, T, 5, State.FINAL, 1)));
    long enough = T + M5 + Duration.ofMinutes(5).toMillis();

    apply(enough, enough - 1);
    assertThat(known().entries()).hasSize(1);
    apply(enough, enough);
    assertThat(known().entries()).isEmpty();
  }

  @Test
  void aChildWhoseFinalWasLostCountsOnce() {
    long hour = Window.H1.start(T);
    apply(
        hour + 60_000,
        LiveBatch.UNKNOWN,
        gauge(
            TENANT,
            LABELS,
            5,
            hour,
            1,
            rollup(Window.M5, hour, 5, State.PROVISIONAL, 1, 2),
            rollup(Window.M15, hour, 5, State.BASE),
            rollup(Window.H1, hour, 5, State.BASE),
            rollup(Window.H24, Window.H24.start(hour), 5, State.BASE)));

    // when its task has moved, and the new one tells its whole state
    apply(
        hour + 2 * M5,
        LiveBatch.UNKNOWN,
        gauge(
            TENANT,
            LABELS,
            6,
            hour,
            1,
            rollup(Window.M5, hour + M5, 6, State.PROVISIONAL, 3),
            rollup(Window.M15, hour, 6, State.BASE, 1, 2),
            rollup(Window.H1, hour, 6, State.BASE),
            rollup(Window.H24, Window.H24.start(hour), 6, State.BASE)));

    for (Window window : List.of(Window.M15, Window.H1, Window.H24)) {
      assertThat(
              Objects.requireNonNull(OpenWindows.at(known(), window, window.start(hour)))
                  .aggregate()
                  .count())
          .as("%s", window)
          .isEqualTo(3);
    }
  }

  @Test
  void whatIsStillOpenStaysWhereAnEntryDoesNotNameIt() {
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1, rollup(Window.M5, T, 5, State.PROVISIONAL, 1)));
    long grace = Duration.ofMinutes(5).toMillis();

    apply(T + M5 + grace - 1, LiveBatch.UNKNOWN, gauge(TENANT, LABELS, 6, T, 1));
    assertThat(known().entries()).hasSize(1);
    apply(T + M5 + grace, LiveBatch.UNKNOWN, gauge(TENANT, LABELS, 7, T, 1));
    assertThat(known().entries()).isEmpty();
  }

  @Test
  void aSeriesOfWhichAllIsStoredEndsThoughNobodySaidSo() {
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1, rollup(Window.M5, T, 5, State.FINAL, 1)));
    Position before = state.position();
    long dayAndGrace = Window.H24.end(Window.H24.start(T)) + Duration.ofMinutes(5).toMillis();

    apply(dayAndGrace - 1, dayAndGrace - 1);
    assertThat(state.size()).isEqualTo(1);
    apply(dayAndGrace, dayAndGrace);

    assertThat(state.size()).isZero();
    assertThat(tenant().endedSince(before, LiveFilter.ALL)).hasSize(1);
  }

  @Test
  void anEndedSeriesGoesButItsWindowsStayUntilStored() {
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1, rollup(Window.M5, T, 5, State.PROVISIONAL, 1)));
    Position before = state.position();

    apply(T, T, ended(TENANT, LABELS, 6, T));

    List<SeriesState> live = new ArrayList<>();
    tenant().forEachMatching(LiveFilter.ALL, live::add);
    assertThat(live).isEmpty();
    List<SeriesState> windows = new ArrayList<>();
    tenant().forEachOfMetric("load", windows::add);
    assertThat(windows).hasSize(1);
    assertThat(windows.getFirst().entries()).hasSize(1);
    assertThat(tenant().endedSince(before, LiveFilter.ALL)).hasSize(1);

    apply(T + 4 * M5, T + 4 * M5);
    assertThat(tenant().series(Samples.id(TENANT, LABELS))).isNull();
    assertThat(tenant().metrics()).isEmpty();
    assertThat(state.size()).isZero();
  }

  @Test
  void aSeriesThatComesBackIsNotEnded() {
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1));
    Position before = state.position();
    apply(T, T, ended(TENANT, LABELS, 6, T));
    apply(T, T, gauge(TENANT, LABELS, 7, T + 1, 2));

    assertThat(known().ended()).isFalse();
    assertThat(tenant().endedSince(before, LiveFilter.ALL)).isEmpty();
  }

  @Test
  void positionsBeforeForgottenEndsCannotBeResumed() {
    Position start = state.position();
    for (int i = 0; i < 3; i++) {
      Labels labels = Labels.of("load", "host", "web-" + i);
      apply(T, T, gauge(TENANT, labels, 5, T, 1));
      apply(T, T, ended(TENANT, labels, 6, T));
    }

    assertThat(tenant().tombstones().reachBackTo(start)).isFalse();
    assertThat(tenant().tombstones().reachBackTo(state.position())).isTrue();
  }

  @Test
  void moreSeriesThanTheLimitAreLeftOutAndCounted() {
    state = state(1);
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1));
    apply(T, T, gauge(TENANT, Labels.of("load", "host", "web-2"), 5, T, 1));
    apply(T, T, gauge(TENANT, LABELS, 6, T, 2));

    assertThat(state.size()).isEqualTo(1);
    assertThat(state.outcomes(Outcome.OVER_LIMIT)).isEqualTo(1);
    assertThat(known().lastValue()).isEqualTo(2);
  }

  @Test
  void moreWindowsThanTheLimitLoseTheOldest() {
    for (int i = 0; i < 10; i++) {
      apply(T, LiveBatch.UNKNOWN, gauge(TENANT, LABELS, 5 + i, T, 1, closed(T + i * M5)));
    }

    assertThat(known().entries()).hasSize(8);
    assertThat(known().entries()[0].start()).isEqualTo(T + 2 * M5);
    assertThat(state.droppedWindows()).isEqualTo(2);
  }

  private static io.tidegauge.contract.rollup.Rollup closed(long start) {
    return rollup(Window.M5, start, 5, State.FINAL, 1);
  }

  @Test
  void theWatermarkIsTheLowestOfThePartitionsThatKnowTheTenant() {
    assertThat(state.tenantOrEmpty(TENANT).watermark()).isEqualTo(LiveBatch.UNKNOWN);
    apply(T + 10, T);
    assertThat(tenant().watermark()).isEqualTo(T + 10);
    state.apply(1, 0, LiveCodec.encode(new LiveBatch(TENANT, 1, 0, T + 5, T - 5, List.of())));
    assertThat(tenant().watermark()).isEqualTo(T + 5);
    assertThat(tenant().stored()).isEqualTo(T - 5);
    apply(T + 3, LiveBatch.UNKNOWN);
    assertThat(tenant().watermark()).isEqualTo(T + 5);
    assertThat(tenant().stored()).isEqualTo(T - 5);
  }

  @Test
  void tellsOfAServerOnce() {
    apply(T, T, gauge(TENANT, LABELS, 5, T, 1));
    apply(T, T, gauge(TENANT, Labels.of("cpu", "host", "web-1"), 5, T, 1));

    assertThat(seen).containsExactly("t/web-1");
  }

  @Test
  void ofABrokenRecordWhatStandsBeforeTheFaultCounts() {
    byte[] whole =
        LiveCodec.encode(
            new LiveBatch(
                TENANT,
                1,
                7,
                T,
                LiveBatch.UNKNOWN,
                List.of(
                    Samples.gauge(TENANT, LABELS, 7, T, 5),
                    Samples.gauge(TENANT, Labels.of("load", "host", "b"), 7, T, 6))));

    assertThatThrownBy(() -> state.apply(0, 3, Arrays.copyOf(whole, whole.length - 1)))
        .isInstanceOf(MalformedRecordException.class);

    assertThat(state.size()).isZero();
    byte[] damaged = whole.clone();
    damaged[whole.length - 9] |= 7; // the last value's: a wire type that there is not
    assertThatThrownBy(() -> state.apply(0, 4, damaged))
        .isInstanceOf(MalformedRecordException.class);
    assertThat(known().lastValue()).isEqualTo(5);
    assertThat(state.size()).isOne();
    assertThat(state.position().next(0)).isEqualTo(5);
  }
}
