package io.tidegauge.loadtest.chaos.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.chaos.crowd.Figures.Times;
import io.tidegauge.loadtest.chaos.crowd.NodeMemory.PerSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  private static final PerSubscriber MEMORY = new PerSubscriber(1, 2, 3, 4);

  private static Figures figures(double without, double with, long lags, int losses, int right) {
    return new Figures(
        "2026-01-01T00:00:00Z",
        100,
        10,
        400,
        30,
        List.of(),
        List.of(),
        new Times(1_000, 100, without, 900),
        new Times(1_000, 100, with, 900),
        MEMORY,
        MEMORY,
        50,
        lags,
        1.5,
        0,
        0,
        losses,
        right);
  }

  @Test
  void aQuarterAndSomeNoiseIsAllowed() {
    assertThat(figures(400, 550, 1, 0, 100).isRight()).isTrue();
    assertThat(figures(400, 551, 1, 0, 100).isRight()).isFalse();
  }

  @Test
  void itSaysNothingWhereNobodyWasSlow() {
    assertThat(figures(400, 400, 0, 0, 100).isRight()).isFalse();
  }

  @Test
  void everySubscriberMustBeServed() {
    assertThat(figures(400, 400, 1, 1, 100).isRight()).isFalse();
    assertThat(figures(400, 400, 1, 0, 99).isRight()).isFalse();
    assertThat(figures(400, 400, 1, 0, 99).lines().getLast()).endsWith("NOT RIGHT");
  }
}
