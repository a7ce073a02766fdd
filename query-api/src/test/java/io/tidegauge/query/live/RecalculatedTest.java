package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Limits;
import io.tidegauge.query.support.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A window that is computed again is answered as it was told live, though history comes later. */
class RecalculatedTest {

  private static final String TENANT = "t";
  private static final Labels LABELS = Labels.of("load", "host", "a");
  private static final long M5 = Window.M5.millis();
  private static final long NOW = Window.H24.start(1_800_000_000_000L) + 10 * M5;
  private static final long CLOSED = NOW - 6 * M5;

  private final LiveState state =
      new LiveState("t", 1, Limits.live(10, 64, 10), Duration.ofMinutes(5), (tenant, server) -> {});

  @Test
  void itIsKnownWithItsNewVersionWhileItIsNoneOfTheOpenWindows() {
    tell(0, Samples.rollup(Window.M5, NOW, 1, State.PROVISIONAL, 1));
    Rollup revised =
        new Rollup(
            Window.M5,
            CLOSED,
            new RollupVersion(1, 1, 1),
            State.FINAL,
            Samples.aggregate(false, CLOSED, 1, 3));
    tell(1, revised);

    SeriesState series =
        Objects.requireNonNull(
            Objects.requireNonNull(state.tenant(TENANT)).series(Samples.id(TENANT, LABELS)));
    assertThat(OpenWindows.of(series, Window.M5, CLOSED, CLOSED + M5)).isEmpty();
    assertThat(series.recalculated(Window.M5, CLOSED, CLOSED + M5)).containsExactly(revised);
    assertThat(series.recalculated(Window.M5, CLOSED + M5, NOW)).isEmpty();
    assertThat(series.recalculated(Window.M15, CLOSED, NOW)).isEmpty();

    Rollup stored = Samples.rollup(Window.M5, CLOSED, 1, State.FINAL, 1);
    assertThat(
            RollupJoin.join(List.of(stored), series.recalculated(Window.M5, CLOSED, CLOSED + M5)))
        .containsExactly(revised);
  }

  private void tell(int offset, Rollup window) {
    state.apply(
        0,
        offset,
        LiveCodec.encode(
            new LiveBatch(
                TENANT,
                1,
                offset,
                NOW,
                NOW,
                List.of(Samples.gauge(TENANT, LABELS, offset, NOW, offset, window)))));
  }
}
