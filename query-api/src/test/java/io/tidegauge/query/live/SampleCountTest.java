package io.tidegauge.query.live;

import static io.tidegauge.query.support.Samples.gauge;
import static io.tidegauge.query.support.Samples.rollup;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Limits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Samples are counted once, however often the windows that hold them are told. */
class SampleCountTest {

  private static final Labels WEB = Labels.of("load", "host", "web-1");
  private static final long T = Window.H24.start(1_800_000_000_000L);
  private static final long M5 = Window.M5.millis();

  private final LiveState state =
      new LiveState("tag", 1, Limits.live(2, 64, 10), Duration.ofMinutes(5), (t, s) -> {});
  private long liveOffset;

  private void apply(Labels labels, long offset, long stored, Rollup... windows) {
    state.apply(
        0,
        liveOffset++,
        LiveCodec.encode(
            new LiveBatch(
                "t", 1, offset, T, stored, List.of(gauge("t", labels, offset, T, 1, windows)))));
  }

  private void apply(long offset, Rollup... windows) {
    apply(WEB, offset, LiveBatch.UNKNOWN, windows);
  }

  @Test
  void whatAWindowHasMoreThanBefore() {
    apply(1, rollup(Window.M5, T, 1, State.PROVISIONAL, 1, 2, 3));
    assertThat(state.samples()).isEqualTo(3);
    apply(2, rollup(Window.M5, T, 2, State.PROVISIONAL, 1, 2, 3, Double.NaN, 4));
    assertThat(state.samples()).isEqualTo(5);
    apply(3, rollup(Window.M5, T, 2, State.PROVISIONAL, 1, 2, 3, Double.NaN, 4));
    apply(4, rollup(Window.M5, T, 4, State.FINAL, 1, 2, 3, Double.NaN, 4));
    assertThat(state.samples()).isEqualTo(5);
    apply(5, rollup(Window.M5, T + M5, 5, State.PROVISIONAL, 1));
    assertThat(state.samples()).isEqualTo(6);
  }

  @Test
  void largerWindowsAreMadeOfTheSameSamples() {
    apply(
        1,
        rollup(Window.M5, T, 1, State.PROVISIONAL, 1, 2),
        rollup(Window.M15, T, 1, State.BASE, 1, 2, 3, 4),
        rollup(Window.H1, T, 1, State.BASE, 1, 2, 3, 4));

    assertThat(state.samples()).isEqualTo(2);
  }

  @Test
  void whatIsOutdatedOrOverTheLimitIsNotCounted() {
    apply(5, rollup(Window.M5, T, 5, State.PROVISIONAL, 1, 2));
    apply(4, rollup(Window.M5, T + M5, 4, State.PROVISIONAL, 1, 2));
    apply(
        Labels.of("load", "host", "b"),
        6,
        LiveBatch.UNKNOWN,
        rollup(Window.M5, T, 6, State.PROVISIONAL, 1));
    apply(
        Labels.of("load", "host", "c"),
        7,
        LiveBatch.UNKNOWN,
        rollup(Window.M5, T, 7, State.PROVISIONAL, 1));

    assertThat(state.samples()).isEqualTo(3);
  }

  @Test
  void aClosedWindowThatIsToldAgainAfterItWasStoredIsNotNew() {
    apply(1, rollup(Window.M5, T, 1, State.FINAL, 1, 2));
    apply(WEB, 2, T + 4 * M5, rollup(Window.M5, T + 3 * M5, 2, State.PROVISIONAL, 1));
    apply(3, rollup(Window.M5, T, 1, State.FINAL, 1, 2));

    assertThat(state.samples()).isEqualTo(3);
  }
}
